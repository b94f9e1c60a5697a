use super::*;
use image::Rgb;
use std::io::Cursor;

const PAPER: [u8; 3] = [255, 255, 255];
const LINE: [u8; 3] = [138, 138, 150];
const BUTTON: [u8; 3] = [79, 70, 229];
const INK: [u8; 3] = [24, 24, 30];

/// A form as pictures of the gallery have it: a title, a field with its frame, a button with its word.
struct Form {
    field: u32,
    button: Option<[u8; 3]>,
    ink: [u8; 3],
}

const FORM: Form = Form { field: 120, button: Some(BUTTON), ink: INK };

impl Form {
    fn draw(&self) -> RgbImage {
        let mut page = RgbImage::from_pixel(640, 480, Rgb(PAPER));
        words(&mut page, 100, 60, 30, self.ink);
        words(&mut page, 100, self.field - 20, 8, self.ink);
        fill(&mut page, (100, self.field, 300, 40), LINE);
        fill(&mut page, (101, self.field + 1, 298, 38), PAPER);
        if let Some(colour) = self.button {
            fill(&mut page, (100, 200, 300, 40), colour);
            words(&mut page, 220, 214, 9, PAPER);
        }
        page
    }

    fn halved(&self) -> RgbImage {
        halved(&png(&self.draw())).unwrap()
    }
}

fn fill(page: &mut RgbImage, (left, top, width, height): (u32, u32, u32, u32), colour: [u8; 3]) {
    for y in top..top + height {
        for x in left..left + width {
            page.put_pixel(x, y, Rgb(colour));
        }
    }
}

/// Strokes as wide and as high as those of letters.
fn words(page: &mut RgbImage, left: u32, top: u32, letters: u32, ink: [u8; 3]) {
    for letter in 0..letters {
        fill(page, (left + letter * 8, top, 2, 11), ink);
        fill(page, (left + letter * 8, top + 4, 5, 1), ink);
    }
}

fn png(picture: &RgbImage) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

/// What was accepted, as it comes back from its file.
fn accepted(form: &Form) -> RgbImage {
    read(&write(&form.halved()).unwrap()).unwrap()
}

#[test]
fn what_looks_the_same_is_the_same() {
    assert_eq!(difference(&accepted(&FORM), &FORM.halved()), None);
}

/// The page with everything an eighth, two eighths, … of a dot aside, as another way to place and smooth letters draws it.
fn aside(page: &RgbImage, eighths: u16) -> RgbImage {
    RgbImage::from_fn(page.width(), page.height(), |x, y| {
        let (dot, beside) = (page.get_pixel(x, y).0, page.get_pixel((x + 1).min(page.width() - 1), y).0);
        let mixed = |at: usize| (u16::from(dot[at]) * (8 - eighths) + u16::from(beside[at]) * eighths) / 8;
        Rgb([0, 1, 2].map(|at| u8::try_from(mixed(at)).unwrap()))
    })
}

#[test]
fn edges_that_another_machine_smooths_otherwise_are_no_difference() {
    for eighths in [1, 2, 3] {
        let other = halved(&png(&aside(&FORM.draw(), eighths))).unwrap();
        assert_eq!(difference(&accepted(&FORM), &other), None, "{eighths} eighths of a dot");
    }
    let line = Form { field: FORM.field + 1, ..FORM };
    assert_eq!(difference(&accepted(&FORM), &line.halved()), None, "a line that is rounded to the next dot");
    let shade = Form { ink: [27, 27, 34], ..FORM };
    assert_eq!(difference(&accepted(&FORM), &shade.halved()), None, "a shade that nobody sees");
}

#[test]
fn a_lost_button_is_seen() {
    let said = difference(&accepted(&FORM), &Form { button: None, ..FORM }.halved());
    assert!(said.as_ref().is_some_and(|said| said.starts_with("at 64, 192: ")), "{said:?}");
}

#[test]
fn a_lost_word_is_seen() {
    let mut page = FORM.draw();
    fill(&mut page, (100, 60, 40, 11), PAPER);
    assert!(difference(&accepted(&FORM), &halved(&png(&page)).unwrap()).is_some());
}

#[test]
fn a_wrong_colour_is_seen() {
    for wrong in [[79, 70, 200], [99, 102, 241], [220, 38, 38]] {
        let said = difference(&accepted(&FORM), &Form { button: Some(wrong), ..FORM }.halved());
        assert!(said.is_some(), "{wrong:?}");
    }
    let mut tinted = FORM.draw();
    for dot in tinted.pixels_mut().filter(|dot| dot.0 == PAPER) {
        dot.0 = [246, 246, 249];
    }
    assert!(difference(&accepted(&FORM), &halved(&png(&tinted)).unwrap()).is_some(), "another paper");
}

#[test]
fn a_field_that_moved_is_seen() {
    for moved in [4, 8, 12] {
        let said = difference(&accepted(&FORM), &Form { field: 120 + moved, ..FORM }.halved());
        assert!(said.is_some(), "by {moved}");
    }
}

#[test]
fn another_size_is_another_picture() {
    let smaller = RgbImage::from_pixel(300, 240, Rgb(PAPER));
    assert!(difference(&accepted(&FORM), &smaller).is_some_and(|said| said.contains("320 × 240")));
    let longer = RgbImage::from_pixel(320, 260, Rgb(PAPER));
    assert!(difference(&accepted(&FORM), &longer).is_some());
}

#[test]
fn a_file_is_small_and_keeps_the_colours_of_areas() {
    let file = write(&FORM.halved()).unwrap();
    assert!(file.len() < 4_000, "{} bytes", file.len());
    assert_eq!(file, write(&FORM.halved()).unwrap(), "the same picture is the same file");
    let back = read(&file).unwrap();
    assert_eq!(back.get_pixel(60, 105).0, BUTTON);
    assert_eq!(back.get_pixel(10, 10).0, PAPER);
}

#[test]
fn a_picture_of_many_colours_still_becomes_a_file() {
    let many = RgbImage::from_fn(256, 256, |x, y| Rgb([x as u8, y as u8, (x ^ y) as u8]));
    let back = read(&write(&many).unwrap()).unwrap();
    assert_eq!(back.dimensions(), many.dimensions());
}

#[test]
fn both_stand_side_by_side() {
    let one = FORM.halved();
    assert_eq!(beside(Some(&one), &one).dimensions(), (644, 240));
    assert_eq!(beside(None, &one).dimensions(), (324, 240));
}
