//! The words of each message.

use frontdesk_domain::CodePurpose;

use super::Mail;
use crate::html::escape;

/// A message that carries a code. The code stands in the subject, so that it is seen without opening the message.
pub(crate) fn code_message(id: &str, app: &str, to: &str, code: &str, purpose: CodePurpose) -> Mail {
    let (subject, why) = match purpose {
        CodePurpose::SignUp => (
            format!("{code} is your {app} verification code"),
            format!("Enter this code to finish creating your {app} account."),
        ),
        CodePurpose::SignIn => {
            (format!("{code} is your {app} sign-in code"), format!("Enter this code to sign in to {app}."))
        }
        CodePurpose::VerifyEmail => (
            format!("{code} is your {app} verification code"),
            format!("Enter this code to add this address to your {app} account."),
        ),
        CodePurpose::Reverify => (
            format!("{code} is your {app} verification code"),
            format!("Enter this code to confirm a change of your {app} account."),
        ),
        CodePurpose::ResetPassword => (
            format!("{code} is your {app} password reset code"),
            format!("Enter this code to choose a new password for {app}."),
        ),
    };
    let ignore = "The code works once, for ten minutes. If you did not ask for it, you can ignore this message: \
                  without the code nobody gets in.";
    Mail {
        id: id.to_owned(),
        to: to.to_owned(),
        subject: one_line(&subject),
        text: format!("{why}\n\n    {code}\n\n{ignore}\n\n{app}\n"),
        html: page(app, &why, &code_box(code), ignore),
        code: Some(code.to_owned()),
    }
}

/// A header is one line, whatever the application's name holds.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn code_box(code: &str) -> String {
    format!(
        r#"<p style="margin:0 0 24px;padding:16px;border:1px solid rgba(128,128,128,.35);border-radius:10px;text-align:center;font:600 30px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.28em">{}</p>
"#,
        escape(code),
    )
}

/// The page of a message: the application's name, what it says, a part that is markup already, and a remark.
pub(super) fn page(app: &str, says: &str, part: &str, remark: &str) -> String {
    format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>{app}</title></head>
<body style="margin:0;padding:32px 16px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;line-height:1.5">
<div style="max-width:420px;margin:0 auto">
<p style="margin:0 0 24px;font-size:15px;font-weight:600">{app}</p>
<p style="margin:0 0 16px;font-size:15px">{says}</p>
{part}<p style="margin:0;font-size:13px;opacity:.7">{remark}</p>
</div></body></html>
"#,
        app = escape(app),
        says = escape(says),
        remark = escape(remark),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_in_the_subject_and_names_are_escaped() {
        let mail = code_message("ema_1", "A <b>\r\nBcc: x", "ada@example.com", "012345", CodePurpose::SignUp);

        assert!(mail.subject.starts_with("012345 is your"));
        assert!(!mail.subject.contains('\n') && !mail.subject.contains('\r'));
        assert!(mail.html.contains("A &lt;b&gt;") && !mail.html.contains("<b>"));
        assert!(mail.text.contains("012345"));
        assert_eq!(format!("{mail:?}"), "Mail ema_1 […]");
    }
}
