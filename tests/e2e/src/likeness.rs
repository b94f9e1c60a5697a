//! Whether a picture looks as it was accepted, to a person.
//!
//! Two machines never draw the very same dots: edges of letters differ by a shade, a line by half a dot. A person sees none of
//! that, and sees at once a button that is gone, a wrong colour, or a field that stands elsewhere. So pictures are compared at
//! half their size, where an edge is smoothed, and in two ways: dot by dot, where a dot may stand one place aside, and by the
//! mean colour of each part, which letters drawn differently leave as it is.

mod accepted;

use anyhow::{Context, Result, ensure};
use image::RgbImage;

pub use accepted::{read, write};

/// How many dots of a picture of a screen become one, in each direction.
const HALF: u32 = 2;

/// The side of a part, in dots of the halved picture.
const PART: u32 = 32;

/// How far two dots may be apart, in any of the three colours, and still look the same.
const SHADE: u8 = 44;

/// So many dots of a part that have no like are seen.
const DOTS: usize = 12;

/// How far the mean colours of a part may be apart.
const MEAN: f64 = 4.0;

/// The halved picture of a PNG file.
pub fn halved(png: &[u8]) -> Result<RgbImage> {
    let whole = image::load_from_memory(png).context("reading a picture")?.into_rgb8();
    let (width, height) = (whole.width() / HALF, whole.height() / HALF);
    ensure!(width > 0 && height > 0, "there is nothing in the picture");
    // Plain loops over plain slices: this runs over every dot of hundreds of pictures, in a build for tests.
    let mut half = vec![0_u8; (width * height) as usize * 3];
    let row = whole.width() as usize * 3;
    let (dots, mut to): (&[u8], usize) = (whole.as_raw(), 0);
    for y in 0..height as usize {
        let upper = &dots[y * 2 * row..(y * 2 + 1) * row];
        let lower = &dots[(y * 2 + 1) * row..(y * 2 + 2) * row];
        let half: &mut [u8] = &mut half;
        let mut at = 0;
        while at + 6 <= row {
            let mut place = at;
            while place < at + 3 {
                let sum = upper[place] as u16 + upper[place + 3] as u16 + lower[place] as u16 + lower[place + 3] as u16;
                half[to] = ((sum + 2) / 4) as u8;
                to += 1;
                place += 1;
            }
            at += 6;
        }
    }
    RgbImage::from_raw(width, height, half).context("halving a picture")
}

/// Where a picture looks other than the accepted one, in words; nothing when it looks the same.
pub fn difference(accepted: &RgbImage, seen: &RgbImage) -> Option<String> {
    let ((width, height), now) = (accepted.dimensions(), seen.dimensions());
    // A line that is a dot higher makes the whole a dot higher.
    if width != now.0 || height.abs_diff(now.1) > 1 {
        return Some(format!("it was {width} × {height} and is {} × {} (halved)", now.0, now.1));
    }
    let height = height.min(now.1);
    for top in (0..height).step_by(PART as usize) {
        for left in (0..width).step_by(PART as usize) {
            // The last ones reach back into their neighbours, so that none is a sliver.
            let (left, top) = (left.min(width.saturating_sub(PART)), top.min(height.saturating_sub(PART)));
            let part = Part { left, top, right: (left + PART).min(width), bottom: (top + PART).min(height) };
            if part.of(accepted).eq(part.of(seen)) {
                continue;
            }
            let Found { unlike, apart } = part.compare(accepted, seen);
            let place = format!("at {}, {}", left * HALF, top * HALF);
            if unlike.len() >= DOTS {
                let without = |one: &RgbImage, other: &RgbImage| {
                    unlike.iter().filter(|(x, y)| !within(one.get_pixel(*x, *y).0, other, (*x, *y), height)).count()
                };
                let (lost, new) = (without(accepted, seen), without(seen, accepted));
                if lost + new >= DOTS {
                    return Some(format!("{place}: {lost} dots are gone, {new} are new"));
                }
            }
            if apart > MEAN {
                let apart = part.apart(accepted, seen, height);
                if apart > MEAN {
                    return Some(format!("{place}: the colour is {apart:.1} of 255 apart"));
                }
            }
        }
    }
    None
}

/// The accepted picture, the one that is seen, side by side, for a person.
pub fn beside(accepted: Option<&RgbImage>, seen: &RgbImage) -> RgbImage {
    let before = accepted.map_or((0, 0), RgbImage::dimensions);
    let mut both = RgbImage::new(before.0 + seen.width() + 4, before.1.max(seen.height()));
    if let Some(accepted) = accepted {
        image::imageops::replace(&mut both, accepted, 0, 0);
    }
    image::imageops::replace(&mut both, seen, i64::from(before.0) + 4, 0);
    both
}

/// What two pictures differ in, in one part.
struct Found {
    /// Where dots are of other colours.
    unlike: Vec<(u32, u32)>,
    /// How far the mean colours are apart.
    apart: f64,
}

struct Part {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Part {
    /// Its lines in a picture.
    fn of<'a>(&self, picture: &'a RgbImage) -> impl Iterator<Item = &'a [u8]> {
        let (row, from, to) = (picture.width() as usize, self.left as usize, self.right as usize);
        let dots = picture.as_raw();
        (self.top as usize..self.bottom as usize).map(move |y| &dots[(y * row + from) * 3..(y * row + to) * 3])
    }

    /// What is found when it is compared dot by dot: plain loops, as above.
    fn compare(&self, one: &RgbImage, other: &RgbImage) -> Found {
        let (first, second): (&[u8], &[u8]) = (one.as_raw(), other.as_raw());
        let row = one.width() as usize * 3;
        let (mut unlike, mut sums) = (Vec::new(), [0_i32; 3]);
        for y in self.top..self.bottom {
            for x in self.left..self.right {
                let at = y as usize * row + x as usize * 3;
                let mut far = false;
                for (colour, sum) in sums.iter_mut().enumerate() {
                    let apart = first[at + colour] as i32 - second[at + colour] as i32;
                    *sum += apart;
                    far |= apart > SHADE as i32 || apart < -(SHADE as i32);
                }
                if far {
                    unlike.push((x, y));
                }
            }
        }
        let dots = f64::from((self.right - self.left) * (self.bottom - self.top));
        let apart = sums.iter().map(|sum| f64::from(sum.abs()) / dots).fold(0.0, f64::max);
        Found { unlike, apart }
    }

    /// How far the mean colours are apart, with the other one's part where it fits best, at most a dot aside.
    fn apart(&self, one: &RgbImage, other: &RgbImage, height: u32) -> f64 {
        let here = self.mean(one);
        let mut least = f64::MAX;
        for (x, y) in [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, -1), (-1, 1), (1, 1)] {
            let moved = |at: u32, by: i32, end: u32| at.checked_add_signed(by).filter(|at| *at <= end);
            let (end_x, end_y) = (one.width(), height);
            let sides = (moved(self.left, x, end_x), moved(self.right, x, end_x));
            let ends = (moved(self.top, y, end_y), moved(self.bottom, y, end_y));
            let ((Some(left), Some(right)), (Some(top), Some(bottom))) = (sides, ends) else { continue };
            let there = Part { left, top, right, bottom }.mean(other);
            let apart = here.iter().zip(there).map(|(here, there)| (here - there).abs()).fold(0.0, f64::max);
            least = least.min(apart);
            if least <= MEAN {
                break;
            }
        }
        least
    }

    fn mean(&self, picture: &RgbImage) -> [f64; 3] {
        let mut sums = [0_u32; 3];
        for line in self.of(picture) {
            for dot in line.chunks_exact(3) {
                for (sum, value) in sums.iter_mut().zip(dot) {
                    *sum += u32::from(*value);
                }
            }
        }
        let dots = f64::from((self.right - self.left) * (self.bottom - self.top));
        sums.map(|sum| f64::from(sum) / dots)
    }
}

/// Whether a colour is one of those around a place, or between them, which is what an edge becomes that stands half a dot aside.
fn within(dot: [u8; 3], picture: &RgbImage, (x, y): (u32, u32), height: u32) -> bool {
    let (mut least, mut most) = ([u8::MAX; 3], [0_u8; 3]);
    for y in y.saturating_sub(1)..=(y + 1).min(height - 1) {
        for x in x.saturating_sub(1)..=(x + 1).min(picture.width() - 1) {
            for (colour, value) in picture.get_pixel(x, y).0.into_iter().enumerate() {
                least[colour] = least[colour].min(value);
                most[colour] = most[colour].max(value);
            }
        }
    }
    let inside = |(colour, value): (usize, u8)| {
        value >= least[colour].saturating_sub(SHADE) && value <= most[colour].saturating_add(SHADE)
    };
    dot.into_iter().enumerate().all(inside)
}

#[cfg(test)]
mod tests;
