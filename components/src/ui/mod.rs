//! The primitives: plain functions from values to markup, each with its part of the sheet.
//!
//! They are functions and not components, so that each is compiled once however often it is used. Each has a folder with its
//! part of the sheet and its page.

pub mod alert;
pub mod avatar;
pub mod avatar_upload;
pub mod badge;
mod beside;
pub mod button;
pub mod card;
pub mod checkbox;
pub mod chips;
pub mod combobox;
pub mod dialog;
pub mod divider;
pub mod element;
pub mod field;
pub mod file_drop;
pub mod focus;
pub mod icon;
mod letter;
pub mod link;
pub mod menu;
pub mod otp_input;
pub mod phone_input;
pub mod progress;
pub mod rules;
pub mod search;
pub mod section;
pub mod select;
pub mod skeleton;
pub mod spinner;
pub mod table;
pub mod tabs;
pub mod toast;
