//! Uploaded pictures, drawn anew: what strangers send is decoded within limits, cut to a square, made small and encoded
//! again, so that nothing of the file itself is ever served, neither what a camera notes nor what somebody hides in it.

use std::io::Cursor;
use std::sync::Arc;

use anyhow::Context;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::store::pictures::Picture;

/// The largest file that is taken.
pub(crate) const MAX_BYTES: usize = 10 * 1024 * 1024;

/// The most pixels that are decoded: a photo of a good phone, and some 130 MB.
const MAX_PIXELS: u64 = 32_000_000;
/// The longest side that is decoded.
const MAX_SIDE: u32 = 16_384;
/// What a decoder may take for itself.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;

/// The sides of what is served.
const SIDE: u32 = 512;
/// Photos at this quality look whole at that size.
const QUALITY: u8 = 86;

/// So many pictures are decoded at once.
const AT_ONCE: usize = 2;
/// So many may be on their way or wait, each with its file in memory.
const PLACES: usize = 32;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is not a picture of a kind that is read here, or not a whole one.
    Unreadable,
    /// It has too many pixels.
    TooLarge,
}

/// The pool that draws pictures.
#[derive(Debug)]
pub struct Pictures {
    places: Arc<Semaphore>,
    drawing: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(PLACES)), drawing: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Pictures {
    /// A place for a file that is about to be read; none when too many are on their way.
    pub(crate) fn place(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().try_acquire_owned().ok()
    }

    /// Draws a file anew on a blocking thread.
    pub(crate) async fn draw(&self, file: Vec<u8>) -> anyhow::Result<Result<Picture, Refused>> {
        let permit = self.drawing.clone().acquire_owned().await.context("the picture pool is closed")?;
        tokio::task::spawn_blocking(move || {
            // The permit goes with the work: a request that is dropped halfway does not free its place early.
            let _permit = permit;
            draw(&file)
        })
        .await
        .context("a picture thread stopped")?
    }
}

/// The outer error is ours, the inner one is the file's.
fn draw(file: &[u8]) -> anyhow::Result<Result<Picture, Refused>> {
    match decode(file) {
        Ok(image) => encode(&image).map(Ok),
        Err(refused) => Ok(Err(refused)),
    }
}

fn decode(file: &[u8]) -> Result<DynamicImage, Refused> {
    // The first bytes say what it is; names and types that came with it say nothing.
    let Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif)) =
        image::guess_format(file)
    else {
        return Err(Refused::Unreadable);
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    // Before anything is unpacked.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(Refused::TooLarge);
    }
    // A note that cannot be read is no reason to refuse a picture that can.
    let orientation = decoder.orientation().ok();
    let image = DynamicImage::from_decoder(decoder).map_err(refused)?;
    let mut image = square(image);
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    Ok(image)
}

fn refused(error: image::ImageError) -> Refused {
    match error {
        image::ImageError::Limits(_) => Refused::TooLarge,
        _ => Refused::Unreadable,
    }
}

/// The middle of a picture, as large as it is served; a smaller one stays as small as it is.
fn square(mut image: DynamicImage) -> DynamicImage {
    let short = image.width().min(image.height());
    if short > 4 * SIDE {
        // A coarse step first: it is fast, and lets go of the large picture.
        let scaled = |side: u32| (u64::from(side) * u64::from(2 * SIDE)).div_ceil(u64::from(short)) as u32;
        image = image.thumbnail_exact(scaled(image.width()), scaled(image.height()));
    }
    let side = image.width().min(image.height());
    let image = image.crop_imm((image.width() - side) / 2, (image.height() - side) / 2, side, side);
    if side > SIDE { image.resize_exact(SIDE, SIDE, FilterType::CatmullRom) } else { image }
}

/// As a photo, or, where something shines through, as a drawing.
fn encode(image: &DynamicImage) -> anyhow::Result<Picture> {
    let mut bytes = Vec::new();
    let shines = image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
    let content_type = if shines {
        image.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes)).context("writing a picture")?;
        "image/png"
    } else {
        let photo = image.to_rgb8();
        photo.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).context("writing a picture")?;
        "image/jpeg"
    };
    Ok(Picture { content_type: content_type.to_owned(), bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageEncoder as _, Rgb, RgbImage, Rgba, RgbaImage};

    fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn drawn(file: &[u8]) -> (Picture, DynamicImage) {
        let picture = draw(file).unwrap().unwrap();
        let again = image::load_from_memory(&picture.bytes).unwrap();
        (picture, again)
    }

    /// Left half red, right half blue.
    fn halves(width: u32, height: u32) -> DynamicImage {
        let half = |x| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| half(x)))
    }

    fn is_red(image: &DynamicImage, x: u32, y: u32) -> bool {
        let pixel = image.to_rgb8().get_pixel(x, y).0;
        pixel[0] > 150 && pixel[2] < 100
    }

    #[test]
    fn every_kind_becomes_a_small_square() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
            let (picture, again) = drawn(&file(&halves(900, 600), format));

            assert_eq!((again.width(), again.height()), (512, 512), "{format:?}");
            assert_eq!(picture.content_type, "image/jpeg", "{format:?}");
            assert!(is_red(&again, 10, 256) && !is_red(&again, 500, 256), "{format:?}: the middle is kept");
        }
    }

    #[test]
    fn a_large_photo_and_a_tiny_one_keep_their_middle() {
        let (_, large) = drawn(&file(&halves(5000, 3000), ImageFormat::Jpeg));
        let (_, tiny) = drawn(&file(&halves(8, 4), ImageFormat::Png));
        let (_, thin) = drawn(&file(&halves(3000, 1), ImageFormat::Png));

        assert_eq!((large.width(), large.height()), (512, 512));
        assert!(is_red(&large, 240, 256) && !is_red(&large, 272, 256));
        assert_eq!((tiny.width(), tiny.height()), (4, 4), "nothing is blown up");
        assert_eq!((thin.width(), thin.height()), (1, 1));
    }

    #[test]
    fn what_shines_through_stays_so() {
        let logo = RgbaImage::from_fn(64, 64, |x, _| Rgba([10, 200, 10, if x < 32 { 0 } else { 255 }]));
        let (picture, again) = drawn(&file(&DynamicImage::ImageRgba8(logo), ImageFormat::Png));

        assert_eq!(picture.content_type, "image/png");
        assert_eq!(again.to_rgba8().get_pixel(0, 0).0[3], 0);
    }

    /// A JPEG that says that it lies on its side, and where it was taken.
    fn sideways() -> Vec<u8> {
        let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 52.5200 N 13.4050 E");
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        encoder.set_exif_metadata(exif).unwrap();
        halves(200, 200).to_rgb8().write_with_encoder(encoder).unwrap();
        bytes
    }

    #[test]
    fn a_photo_stands_upright_and_does_not_say_where_it_was_taken() {
        let sent = sideways();
        assert!(sent.windows(3).any(|part| part == b"GPS"), "the file says it");

        let (picture, again) = drawn(&sent);

        assert!(is_red(&again, 100, 10) && !is_red(&again, 100, 190), "turned by a quarter: what was left is above");
        assert!(!picture.bytes.windows(3).any(|part| part == b"GPS" || part == b"Exi"));
    }

    #[test]
    fn what_hides_in_a_picture_is_not_served() {
        let mut polyglot = file(&halves(20, 20), ImageFormat::Gif);
        polyglot.extend_from_slice(b"<script>alert(1)</script>PK\x03\x04");

        let (picture, _) = drawn(&polyglot);

        assert!(!picture.bytes.windows(8).any(|part| part == b"<script>"));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let whole = file(&halves(300, 300), ImageFormat::Png);
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
        let bmp = b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0\0\0\0\0\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\0\0\0";

        for file in [
            &whole[..whole.len() / 2],
            svg,
            bmp,
            b"",
            b"GIF89a",
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff\xe0",
            b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        ] {
            assert_eq!(draw(file).unwrap().unwrap_err(), Refused::Unreadable, "{:?}", &file[..file.len().min(12)]);
        }
    }

    /// A PNG that says how large it is, with almost nothing in it.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new(&mut bytes);
        encoder.write_image(&[0], 1, 1, image::ExtendedColorType::L8).unwrap();
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&sum.to_be_bytes());
        bytes
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |sum: u32, byte: &u8| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(sum & 1)))
        };
        !bytes.iter().fold(!0, step)
    }

    #[test]
    fn what_would_unpack_to_too_much_is_refused_before_it_is_unpacked() {
        for (width, height) in [(50_000, 50_000), (16_000, 16_000), (60_000, 1), (1, 60_000), (u32::MAX, 1)] {
            assert!(draw(&bomb(width, height)).unwrap().is_err(), "{width} by {height}");
        }
        assert_eq!(draw(&bomb(16_000, 16_000)).unwrap().unwrap_err(), Refused::TooLarge);
    }

    #[test]
    fn nothing_that_is_broken_somewhere_breaks_us() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
            let whole = file(&halves(8, 6), format);
            for at in 0..whole.len() {
                let mut broken = whole.clone();
                broken[at] ^= 0xff;
                // Some are still pictures; none may panic or fail on our side.
                let _ = draw(&broken).unwrap();
                let _ = draw(&whole[..at]).unwrap();
            }
        }
    }

    #[tokio::test]
    async fn so_many_files_are_held_and_no_more() {
        let pictures = Pictures::default();
        let places: Vec<_> = (0..PLACES).map(|_| pictures.place().unwrap()).collect();

        assert!(pictures.place().is_none());
        drop(places);
        assert!(pictures.place().is_some());
    }
}
