//! The drawings. Whoever adds one adds it to [`Icon::ALL`] too, which the gallery shows.

use super::Icon;

impl Icon {
    /// A tick.
    pub const CHECK: Self = Self::new("M4.5 10.5 8.2 14.2 15.5 6.3");
    /// An empty circle: not yet.
    pub const CIRCLE: Self = Self::new("M10 3.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5Z");
    /// A tick in a circle.
    pub const DONE: Self = Self::new("M10 3.25a6.75 6.75 0 1 1 0 13.5 6.75 6.75 0 0 1 0-13.5Zm-3 7 2.1 2.1L13 7.9");
    /// Something is wrong.
    pub const WARNING: Self = Self::new(
        "M8.9 3.7 2.6 14.6a1.27 1.27 0 0 0 1.1 1.9h12.6a1.27 1.27 0 0 0 1.1-1.9L11.1 3.7a1.27 1.27 0 0 0-2.2 0ZM10 8v3.4M10 13.9v.1",
    );
    /// Something to know.
    pub const INFO: Self = Self::new("M10 3.25a6.75 6.75 0 1 1 0 13.5 6.75 6.75 0 0 1 0-13.5ZM10 9.25v4M10 6.7v.1");
    /// Change this.
    pub const PENCIL: Self =
        Self::new("m3.5 16.5.8-3.3 8.9-8.9a1.4 1.4 0 0 1 2 0l.5.5a1.4 1.4 0 0 1 0 2L6.8 15.7l-3.3.8ZM11.8 5.7l2.5 2.5");
    /// Show.
    pub const EYE: Self = Self::new(
        "M2.2 10C4 6.6 6.8 4.9 10 4.9s6 1.7 7.8 5.1c-1.8 3.4-4.6 5.1-7.8 5.1S4 13.4 2.2 10Zm7.8-2.3a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6Z",
    );
    /// Hide.
    pub const EYE_OFF: Self = Self::new(
        "M4.2 7.3C3.4 8 2.8 8.9 2.2 10c1.8 3.4 4.6 5.1 7.8 5.1 1.3 0 2.5-.3 3.6-.8M7.2 5.4c.9-.3 1.8-.5 2.8-.5 3.2 0 6 1.7 7.8 5.1-.5 1-1.1 1.8-1.8 2.5M3.5 3.5l13 13M8.4 8.4a2.3 2.3 0 0 0 3.2 3.2",
    );
    /// One more.
    pub const PLUS: Self = Self::new("M10 4.25v11.5M4.25 10h11.5");
    /// Close.
    pub const CLOSE: Self = Self::new("m5 5 10 10M15 5 5 15");
    /// Take away for good.
    pub const TRASH: Self = Self::new(
        "M3.75 5.5h12.5M8 5.25V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1.25M5.25 5.5l.7 9.9a1.25 1.25 0 0 0 1.25 1.15h5.6a1.25 1.25 0 0 0 1.25-1.15l.7-9.9M8.4 8.75v4.5M11.6 8.75v4.5",
    );
    /// Take a copy.
    pub const COPY: Self = Self::new(
        "M8.25 7h7a1.25 1.25 0 0 1 1.25 1.25v7a1.25 1.25 0 0 1-1.25 1.25h-7A1.25 1.25 0 0 1 7 15.25v-7A1.25 1.25 0 0 1 8.25 7ZM13 7V4.75a1.25 1.25 0 0 0-1.25-1.25h-7A1.25 1.25 0 0 0 3.5 4.75v7A1.25 1.25 0 0 0 4.75 13H7",
    );
    /// Seek.
    pub const SEARCH: Self = Self::new("M9 3.75a5.25 5.25 0 1 1 0 10.5A5.25 5.25 0 0 1 9 3.75ZM12.9 12.9l3.6 3.6");
    /// Bring a file.
    pub const UPLOAD: Self = Self::new(
        "M10 13V4.25M6.5 7.5 10 4l3.5 3.5M3.75 13v2a1.25 1.25 0 0 0 1.25 1.25h10A1.25 1.25 0 0 0 16.25 15v-2",
    );
    /// More to do with this.
    pub const DOTS: Self = Self::new(
        "M4.75 9.6a.4.4 0 1 1 0 .8.4.4 0 0 1 0-.8ZM10 9.6a.4.4 0 1 1 0 .8.4.4 0 0 1 0-.8ZM15.25 9.6a.4.4 0 1 1 0 .8.4.4 0 0 1 0-.8Z",
    );
    /// Where one can go.
    pub const MENU: Self = Self::new("M3.75 6h12.5M3.75 10h12.5M3.75 14h12.5");
    /// Choose among several.
    pub const UP_DOWN: Self = Self::new("m6.5 8 3.5-3.5L13.5 8M6.5 12l3.5 3.5 3.5-3.5");
    /// Open downwards.
    pub const CHEVRON_DOWN: Self = Self::new("m5.75 8 4.25 4.25L14.25 8");
    /// Close upwards.
    pub const CHEVRON_UP: Self = Self::new("m5.75 12 4.25-4.25L14.25 12");
    /// The one before.
    pub const CHEVRON_START: Self = Self::mirrored("M12 5.75 7.75 10 12 14.25");
    /// The one after.
    pub const CHEVRON_END: Self = Self::mirrored("M8 5.75 12.25 10 8 14.25");
    /// Go back.
    pub const BACK: Self = Self::mirrored("M15.5 10h-11M9 5.5 4.5 10 9 14.5");
    /// Leave.
    pub const SIGN_OUT: Self = Self::mirrored(
        "M11.5 3.75H5.75a1.5 1.5 0 0 0-1.5 1.5v9.5a1.5 1.5 0 0 0 1.5 1.5h5.75M8.5 10h8.25M13.75 6.75 17 10l-3.25 3.25",
    );
    /// It opens elsewhere.
    pub const EXTERNAL: Self = Self::mirrored(
        "M8.5 4.25H5.25A1.25 1.25 0 0 0 4 5.5v9.25A1.25 1.25 0 0 0 5.25 16h9.25a1.25 1.25 0 0 0 1.25-1.25V11.5M11.75 3.75h4.5v4.5M16 4l-6.5 6.5",
    );
    /// A letter.
    pub const MAIL: Self = Self::new(
        "M4.25 4.75h11.5a1.5 1.5 0 0 1 1.5 1.5v7.5a1.5 1.5 0 0 1-1.5 1.5H4.25a1.5 1.5 0 0 1-1.5-1.5v-7.5a1.5 1.5 0 0 1 1.5-1.5ZM3.2 6.2 10 11l6.8-4.8",
    );
    /// A password.
    pub const KEY: Self =
        Self::new("M12.75 3.25a4 4 0 1 1-3.5 5.94L3.25 15.2v1.55h2.5v-1.75H7.5v-1.75h1.75l1.65-1.65M13.5 6.5v.1");
    /// Only for some.
    pub const LOCK: Self = Self::new(
        "M5.75 8.75h8.5A1.25 1.25 0 0 1 15.5 10v5.25a1.25 1.25 0 0 1-1.25 1.25h-8.5a1.25 1.25 0 0 1-1.25-1.25V10a1.25 1.25 0 0 1 1.25-1.25ZM6.9 8.75V6.6a3.1 3.1 0 0 1 6.2 0v2.15M10 11.75v1.75",
    );
    /// Safety.
    pub const SHIELD: Self = Self::new(
        "M10 2.75 4.25 4.9v4.35c0 3.6 2.3 6.6 5.75 8 3.45-1.4 5.75-4.4 5.75-8V4.9L10 2.75ZM7.5 9.9l1.8 1.8 3.2-3.4",
    );
    /// A person.
    pub const PERSON: Self =
        Self::new("M10 3.75a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM4 16.25c.4-2.8 2.7-4.25 6-4.25s5.6 1.45 6 4.25");
    /// People.
    pub const PEOPLE: Self = Self::new(
        "M7.75 4a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5ZM2.25 16c.35-2.6 2.4-4 5.5-4s5.15 1.4 5.5 4M12.9 4.2a2.65 2.65 0 0 1 0 5.1M14.6 12.3c1.75.5 2.85 1.75 3.15 3.7",
    );
    /// An organization.
    pub const BUILDING: Self = Self::new(
        "M5 16.5v-12a1 1 0 0 1 1-1h5a1 1 0 0 1 1 1v12M12 8.5h2.5a1 1 0 0 1 1 1v7M3.25 16.5h13.5M7.5 6.75h2M7.5 9.75h2M7.5 12.75h2",
    );
    /// How it is set.
    pub const GEAR: Self = Self::new(
        "M8.66 4.82L8.89 2.99A7.1 7.1 0 0 1 11.11 2.99L11.34 4.82A5.35 5.35 0 0 1 12.72 5.39L14.17 4.26A7.1 7.1 0 0 1 15.74 5.83L14.61 7.28A5.35 5.35 0 0 1 15.18 8.66L17.01 8.89A7.1 7.1 0 0 1 17.01 11.11L15.18 11.34A5.35 5.35 0 0 1 14.61 12.72L15.74 14.17A7.1 7.1 0 0 1 14.17 15.74L12.72 14.61A5.35 5.35 0 0 1 11.34 15.18L11.11 17.01A7.1 7.1 0 0 1 8.89 17.01L8.66 15.18A5.35 5.35 0 0 1 7.28 14.61L5.83 15.74A7.1 7.1 0 0 1 4.26 14.17L5.39 12.72A5.35 5.35 0 0 1 4.82 11.34L2.99 11.11A7.1 7.1 0 0 1 2.99 8.89L4.82 8.66A5.35 5.35 0 0 1 5.39 7.28L4.26 5.83A7.1 7.1 0 0 1 5.83 4.26L7.28 5.39A5.35 5.35 0 0 1 8.66 4.82ZM10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8Z",
    );
    /// A computer.
    pub const DESKTOP: Self = Self::new(
        "M3.75 3.75h12.5a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H3.75a1 1 0 0 1-1-1v-7.5a1 1 0 0 1 1-1ZM7.25 16.5h5.5M10 13.25v3.25",
    );
    /// A phone in the hand.
    pub const PHONE: Self = Self::new(
        "M6.75 2.75h6.5A1.25 1.25 0 0 1 14.5 4v12a1.25 1.25 0 0 1-1.25 1.25h-6.5A1.25 1.25 0 0 1 5.5 16V4a1.25 1.25 0 0 1 1.25-1.25ZM9 14.75h2",
    );
    /// A phone number.
    pub const CALL: Self = Self::new(
        "M4.2 4.1 6 3.2a.9.9 0 0 1 1.2.4l1.2 2.6a.9.9 0 0 1-.25 1.1L7 8.2c.8 1.9 2.9 4 4.8 4.8l.9-1.15a.9.9 0 0 1 1.1-.25l2.6 1.2a.9.9 0 0 1 .4 1.2l-.9 1.8c-.3.6-.9 1-1.6.9C8.7 16 4 11.3 3.3 5.7c-.1-.7.3-1.3.9-1.6Z",
    );
    /// Take a picture.
    pub const CAMERA: Self = Self::new(
        "M3.5 6.25h2.4l1.2-1.9a.9.9 0 0 1 .75-.4h4.3a.9.9 0 0 1 .75.4l1.2 1.9h2.4a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1v-7.5a1 1 0 0 1 1-1ZM10 8a2.9 2.9 0 1 1 0 5.8A2.9 2.9 0 0 1 10 8Z",
    );
    /// A picture.
    pub const IMAGE: Self = Self::new(
        "M4 3.75h12A1.25 1.25 0 0 1 17.25 5v10A1.25 1.25 0 0 1 16 16.25H4A1.25 1.25 0 0 1 2.75 15V5A1.25 1.25 0 0 1 4 3.75ZM3 14.5l3.9-4a.75.75 0 0 1 1.05 0l5.3 5.5M10.8 13.3l1.7-1.7a.75.75 0 0 1 1.05 0L17 15M12.9 6.9v.1",
    );
    /// Joined with something else.
    pub const LINK: Self = Self::new(
        "M8.6 11.4a3 3 0 0 0 4.3 0l2.6-2.6a3.05 3.05 0 0 0-4.3-4.3l-.9.9M11.4 8.6a3 3 0 0 0-4.3 0l-2.6 2.6a3.05 3.05 0 0 0 4.3 4.3l.9-.9",
    );
    /// It waits.
    pub const CLOCK: Self = Self::new("M10 3.25a6.75 6.75 0 1 1 0 13.5 6.75 6.75 0 0 1 0-13.5ZM10 6.25V10l2.6 1.6");
    /// The world.
    pub const GLOBE: Self = Self::new(
        "M10 3.25a6.75 6.75 0 1 1 0 13.5 6.75 6.75 0 0 1 0-13.5ZM3.25 10h13.5M10 3.25c1.9 1.9 2.85 4.15 2.85 6.75S11.9 14.85 10 16.75C8.1 14.85 7.15 12.6 7.15 10S8.1 5.15 10 3.25Z",
    );
    /// The line is cut.
    pub const OFFLINE: Self = Self::new(
        "M3 3l14 14M6.3 7.2A3.75 3.75 0 0 0 5.5 14.6h8.6M8.6 5.4a4.4 4.4 0 0 1 5.8 3.7 2.8 2.8 0 0 1 2.3 4.4",
    );

    /// All of them by name, in the order of this file.
    pub const ALL: [(&'static str, Self); 41] = [
        ("check", Self::CHECK),
        ("circle", Self::CIRCLE),
        ("done", Self::DONE),
        ("warning", Self::WARNING),
        ("info", Self::INFO),
        ("pencil", Self::PENCIL),
        ("eye", Self::EYE),
        ("eye_off", Self::EYE_OFF),
        ("plus", Self::PLUS),
        ("close", Self::CLOSE),
        ("trash", Self::TRASH),
        ("copy", Self::COPY),
        ("search", Self::SEARCH),
        ("upload", Self::UPLOAD),
        ("dots", Self::DOTS),
        ("menu", Self::MENU),
        ("up_down", Self::UP_DOWN),
        ("chevron_down", Self::CHEVRON_DOWN),
        ("chevron_up", Self::CHEVRON_UP),
        ("chevron_start", Self::CHEVRON_START),
        ("chevron_end", Self::CHEVRON_END),
        ("back", Self::BACK),
        ("sign_out", Self::SIGN_OUT),
        ("external", Self::EXTERNAL),
        ("mail", Self::MAIL),
        ("key", Self::KEY),
        ("lock", Self::LOCK),
        ("shield", Self::SHIELD),
        ("person", Self::PERSON),
        ("people", Self::PEOPLE),
        ("building", Self::BUILDING),
        ("gear", Self::GEAR),
        ("desktop", Self::DESKTOP),
        ("phone", Self::PHONE),
        ("call", Self::CALL),
        ("camera", Self::CAMERA),
        ("image", Self::IMAGE),
        ("link", Self::LINK),
        ("clock", Self::CLOCK),
        ("globe", Self::GLOBE),
        ("offline", Self::OFFLINE),
    ];
}
