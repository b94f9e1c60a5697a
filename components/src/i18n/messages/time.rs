use super::texts::texts;

texts! {
    /// How a day and a time stand together; the names of days and months are the browser's.
    TimeMessages {
        day_and_time: "{day} at {time}",
    }
}
