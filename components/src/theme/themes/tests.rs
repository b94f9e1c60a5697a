//! Contrast by WCAG 2.2, worked out from the tokens themselves.

use super::THEMES;
use crate::theme::STYLESHEET;
use std::collections::BTreeMap;

/// A colour in linear sRGB, within the gamut.
#[derive(Clone, Copy)]
struct Rgb([f64; 3]);

impl Rgb {
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0;
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// OKLCH as its definition turns it into linear sRGB.
fn rgb([lightness, chroma, hue]: [f64; 3]) -> Rgb {
    let (a, b) = (chroma * hue.to_radians().cos(), chroma * hue.to_radians().sin());
    let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let middle = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    Rgb([
        4.076_741_662_1 * long - 3.307_711_591_3 * middle + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * middle - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * middle + 1.707_614_701_0 * short,
    ]
    .map(|part| part.clamp(0.0, 1.0)))
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (one.luminance() + 0.05, other.luminance() + 0.05);
    one.max(other) / one.min(other)
}

/// `oklch(0.9 0.1 20)`.
fn oklch(text: &str) -> [f64; 3] {
    let inner = text.trim().strip_prefix("oklch(").and_then(|rest| rest.strip_suffix(')'));
    let inner = inner.unwrap_or_else(|| panic!("{text} is not a plain OKLCH colour"));
    let numbers: Vec<f64> = inner.split_whitespace().map(|number| number.parse().expect("a number")).collect();
    [numbers[0], numbers[1], numbers[2]]
}

/// The colours of a sheet's first rule with the marker, light and dark.
fn colours(sheet: &str, marker: &str) -> BTreeMap<String, [[f64; 3]; 2]> {
    let rule = sheet.split_once(marker).expect("the rule is there").1;
    let rule = rule.split_once('}').expect("it ends").0;
    let mut found = BTreeMap::new();
    for line in rule.split(';') {
        let Some((name, value)) = line.trim().split_once(": ") else { continue };
        if let (Some(name), Some(pair)) = (name.strip_prefix("--fd-color-"), value.strip_prefix("light-dark(")) {
            let (light, dark) = pair.strip_suffix(')').and_then(|pair| pair.split_once(", ")).expect("two colours");
            found.insert(name.to_owned(), [oklch(light), oklch(dark)]);
        }
    }
    found
}

#[test]
fn every_theme_is_readable_in_both_schemes() {
    let default = colours(STYLESHEET, ":root {");
    let mut all = vec![("default", default.clone())];
    for (name, sheet) in THEMES {
        let mut theme = default.clone();
        theme.extend(colours(sheet, &["\"", name, "\"] {"].concat()));
        all.push((name, theme));
    }
    for (name, theme) in all {
        let text_least = if name == "beacon" { 7.0 } else { 4.5 };
        for scheme in [0, 1] {
            let of = |token: &str| theme[token][scheme];
            let said = |what: &str, on: &str, ratio: f64, least: f64| {
                println!("{name} {} {what} on {on}: {ratio:.2}", ["light", "dark"][scheme]);
                assert!(ratio >= least, "{name} {}: {what} on {on} is {ratio:.2}", ["light", "dark"][scheme]);
            };
            // As the sheet makes them from the accent where a theme names none.
            let toward = |[lightness, chroma, hue]: [f64; 3], light: f64, dark: f64| {
                [if scheme == 0 { lightness.min(light) } else { lightness.max(dark) }, chroma, hue]
            };
            let link = theme.get("link").map_or(toward(of("primary"), 0.47, 0.78), |link| link[scheme]);
            let focus = theme.get("focus").map_or(toward(of("primary"), 0.58, 0.7), |focus| focus[scheme]);
            for surface in ["surface", "surface-sunken", "surface-raised", "background"] {
                let below = rgb(of(surface));
                for text in ["text", "text-muted", "danger", "success", "warning"] {
                    said(text, surface, contrast(rgb(of(text)), below), text_least);
                }
                said("link", surface, contrast(rgb(link), below), text_least);
                said("focus", surface, contrast(rgb(focus), below), 3.0);
                said("border-strong", surface, contrast(rgb(of("border-strong")), below), 3.0);
            }
            let primary = rgb(of("primary"));
            let on = if primary.luminance() < 0.179 { 1.0 } else { 0.0 };
            said("text", "primary", contrast(primary, Rgb([on; 3])), text_least);
        }
    }
}

#[test]
fn a_theme_sets_known_tokens_in_the_layer() {
    for (name, sheet) in THEMES {
        assert!(sheet.starts_with("@layer frontdesk {"), "{name}");
        assert_eq!(sheet.matches('{').count(), sheet.matches('}').count(), "{name}");
        for line in sheet.lines().filter_map(|line| line.trim().strip_prefix("--")) {
            let token = ["--", line.split(':').next().unwrap_or_default()].concat();
            assert!(crate::theme::TOKENS.iter().any(|(known, _)| *known == token), "{name}: {token}");
        }
    }
}
