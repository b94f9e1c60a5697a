//! Accepted pictures as files: a palette of the colours that areas have, and of coarse ones for the edges of letters. That is
//! a fifth of what they would weigh otherwise, and nobody sees the difference.

use std::collections::HashMap;
use std::io::Cursor;

use anyhow::{Context, Result};
use image::RgbImage;

/// How many colours a palette holds.
const PALETTE: usize = 256;

/// So many of them are kept as they are, those that most dots have,
const EXACT: usize = 128;
/// if at least so many have them.
const COVERS: usize = 12;

/// Reads a file.
pub fn read(file: &[u8]) -> Result<RgbImage> {
    Ok(image::load_from_memory(file).context("reading an accepted picture")?.into_rgb8())
}

/// Makes the file for a picture.
pub fn write(picture: &RgbImage) -> Result<Vec<u8>> {
    let mut counts: HashMap<[u8; 3], usize> = HashMap::new();
    for dot in picture.pixels() {
        *counts.entry(dot.0).or_default() += 1;
    }
    let mut exact: Vec<([u8; 3], usize)> = counts.into_iter().filter(|(_, count)| *count >= COVERS).collect();
    // The same picture has to become the same file.
    exact.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
    exact.truncate(EXACT);
    let exact: Vec<[u8; 3]> = exact.into_iter().map(|(colour, _)| colour).collect();
    let mut steps = 15;
    loop {
        if let Some((palette, places)) = coarse(picture, &exact, steps) {
            return encode(picture, &palette, &places);
        }
        steps /= 2;
        anyhow::ensure!(steps > 0, "a picture of more colours than a palette holds");
    }
}

/// The palette with so many steps for each colour, and each dot's place in it; nothing when it does not hold them.
fn coarse(picture: &RgbImage, exact: &[[u8; 3]], steps: u32) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut palette = exact.to_vec();
    let mut known: HashMap<[u8; 3], usize> = exact.iter().enumerate().map(|(place, colour)| (*colour, place)).collect();
    let mut places = Vec::with_capacity(picture.pixels().len());
    for dot in picture.pixels() {
        let found = known.get(&dot.0).copied();
        let place = found.unwrap_or_else(|| {
            let near = dot.0.map(|value| {
                let step = (u32::from(value) * steps + 127) / 255;
                u8::try_from(step * 255 / steps).unwrap_or(u8::MAX)
            });
            let place = *known.entry(near).or_insert_with(|| {
                palette.push(near);
                palette.len() - 1
            });
            known.insert(dot.0, place);
            place
        });
        places.push(u8::try_from(place).ok()?);
    }
    (palette.len() <= PALETTE).then(|| (palette.concat(), places))
}

fn encode(picture: &RgbImage, palette: &[u8], places: &[u8]) -> Result<Vec<u8>> {
    let mut file = Cursor::new(Vec::new());
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(png::Compression::High);
    // Neighbours in a palette are no neighbours in colour.
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().context("writing a picture")?;
    writer.write_image_data(places).context("writing a picture")?;
    writer.finish().context("writing a picture")?;
    Ok(file.into_inner())
}
