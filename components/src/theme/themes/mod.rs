//! Ready themes, each a sheet of its own, so that a page downloads only the one that it shows.

macro_rules! themes {
    ($($name:ident $sheet:ident $value:literal $doc:literal,)*) => {
        $(#[doc = concat!($doc, " The name, for `data-theme` and `Appearance::theme`.")]
        pub const $name: &str = $value;

        #[doc = concat!("The sheet of the theme `", $value, "`, for an app that links it as a static file.")]
        pub const $sheet: &str =
            concat!("@layer frontdesk {\n", include_str!(concat!($value, ".css")), "}\n");)*

        /// Every ready theme, with its sheet.
        pub const THEMES: &[(&str, &str)] = &[$(($name, $sheet),)*];
    };
}

themes! {
    LINEN LINEN_STYLESHEET "linen" "Quiet and neutral: ink on paper.",
    BEACON BEACON_STYLESHEET "beacon" "High contrast: every text at 7:1 and more.",
    MEADOW MEADOW_STYLESHEET "meadow" "Soft and colourful: violet on lavender.",
}

#[cfg(test)]
mod tests;
