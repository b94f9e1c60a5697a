//! Messages that tell the owner of an account what was done to it.

use frontdesk_domain::Notice;
use frontdesk_domain::settings::Display;

use super::Mail;
use super::message::{one_line, page};

/// A message about a change that somebody made to the account. It carries no link: what looks like it must not teach
/// people to follow links in mail.
pub(crate) fn notice_message(id: &str, display: &Display, to: &str, notice: &Notice) -> Mail {
    let app = display.application_name.as_str();
    let (subject, says) = match notice {
        Notice::EmailAdded(address) => (
            format!("An e-mail address was added to your {app} account"),
            format!("{address} was added to your {app} account and can be used to sign in to it."),
        ),
        Notice::EmailRemoved(address) => (
            format!("An e-mail address was removed from your {app} account"),
            format!("{address} was removed from your {app} account and can no longer be used to sign in to it."),
        ),
        Notice::PrimaryEmailChanged(address) => (
            format!("The primary e-mail address of your {app} account was changed"),
            format!("{address} is now the primary address of your {app} account: messages go there from now on."),
        ),
        Notice::PasswordChanged => (
            format!("The password of your {app} account was changed"),
            format!("Your {app} account has a new password."),
        ),
        Notice::PasswordRemoved => (
            format!("The password of your {app} account was removed"),
            format!("Your {app} account has no password any more. You sign in with a code that is sent to you."),
        ),
        Notice::AccountDeleted => (
            format!("Your {app} account was deleted"),
            format!("Your {app} account was deleted, with everything that belonged to it."),
        ),
    };
    let remark = match (&display.support_email, notice) {
        (Some(support), _) => format!("If this was not you, write to {support} at once."),
        (None, Notice::AccountDeleted) => "If this was not you, tell the people who run it at once.".to_owned(),
        (None, _) => "If this was not you, reset your password, sign out of all devices and look through your account."
            .to_owned(),
    };
    Mail {
        id: id.to_owned(),
        to: to.to_owned(),
        subject: one_line(&subject),
        text: format!("{says}\n\n{remark}\n\n{app}\n"),
        html: page(app, &says, "", &remark),
        code: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frontdesk_domain::Email;

    #[test]
    fn a_notice_says_what_happened_and_what_to_do_about_it() {
        let added = Notice::EmailAdded(Email::parse("grace@example.com").unwrap());
        let plain = Display { application_name: "A <b>\r\nBcc: x".to_owned(), ..Display::default() };
        let helped = Display { support_email: Some("help@example.com".to_owned()), ..Display::default() };

        let mail = notice_message("ema_1", &plain, "ada@example.com", &added);

        assert!(mail.text.contains("grace@example.com") && mail.text.contains("reset your password"));
        assert!(!mail.subject.contains('\n') && !mail.subject.contains('\r'));
        assert!(mail.html.contains("A &lt;b&gt;") && !mail.html.contains("<b>"));
        assert_eq!((mail.to.as_str(), mail.code), ("ada@example.com", None));
        assert!(notice_message("ema_2", &helped, "a@b.cc", &Notice::PasswordChanged).text.contains("help@example.com"));
    }
}
