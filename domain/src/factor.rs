//! What a user can prove, and what has been proven.

use crate::{Email, Field, Refusal, Settings, refusal::wait_in_words};
use frontdesk_wire::{EmailAddressId, ErrorCode, Seconds, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// A way to prove who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// Knowing the password.
    Password,
    /// Reading a code at the address.
    EmailCode,
    /// The same, in order to choose a new password.
    ResetPasswordEmailCode,
}

impl Strategy {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::EmailCode => "email_code",
            Self::ResetPasswordEmailCode => "reset_password_email_code",
        }
    }

    /// Reads the word on the wire; a strategy that this server does not have is refused at the parameter.
    pub fn parse(word: &str) -> Result<Self, Refusal> {
        [Self::Password, Self::EmailCode, Self::ResetPasswordEmailCode]
            .into_iter()
            .find(|strategy| strategy.as_str() == word)
            .ok_or_else(|| Refusal::field(Field::Strategy, ErrorCode::FORM_PARAM_VALUE_INVALID))
    }

    /// Whether a code is sent for it.
    pub const fn sends_code(self) -> bool {
        matches!(self, Self::EmailCode | Self::ResetPasswordEmailCode)
    }

    /// Whether the instance offers it.
    pub const fn is_enabled(self, rules: &Settings) -> bool {
        match self {
            Self::Password | Self::ResetPasswordEmailCode => rules.sign_in.password,
            Self::EmailCode => rules.sign_in.email_code,
        }
    }
}

/// A first factor that is open to a user, as the client is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstFactor {
    /// By password.
    Password,
    /// By a code to an address.
    EmailCode(CodeTarget),
    /// By a code to an address, and then a new password.
    ResetPasswordEmailCode(CodeTarget),
}

/// Where a code would go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTarget {
    /// The address's id.
    pub address_id: EmailAddressId,
    /// The address, masked unless it is the one that was typed.
    pub safe_identifier: String,
    /// Whether it is the user's primary address.
    pub primary: bool,
}

impl FirstFactor {
    /// Its strategy.
    pub const fn strategy(&self) -> Strategy {
        match self {
            Self::Password => Strategy::Password,
            Self::EmailCode(_) => Strategy::EmailCode,
            Self::ResetPasswordEmailCode(_) => Strategy::ResetPasswordEmailCode,
        }
    }
}

/// What is known of a user when a sign-in is decided; the caller loads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFactors {
    /// Who.
    pub user: UserId,
    /// Whether there is a password.
    pub has_password: bool,
    /// The user's addresses.
    pub emails: Vec<EmailFactor>,
    /// Whether the user is banned.
    pub banned: bool,
    /// Until when the user is locked.
    pub locked_until: Option<Timestamp>,
}

/// An address of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailFactor {
    /// Its id.
    pub id: EmailAddressId,
    /// The address.
    pub address: Email,
    /// Whether it is known to be the user's.
    pub verified: bool,
    /// Whether it is the primary one.
    pub primary: bool,
}

impl UserFactors {
    /// The first factors open to this user, for somebody who typed `identifier`.
    pub fn first_factors(&self, identifier: &Email, rules: &Settings) -> Vec<FirstFactor> {
        let mut factors = Vec::new();
        if Strategy::Password.is_enabled(rules) && self.has_password {
            factors.push(FirstFactor::Password);
        }
        let targets = || self.emails.iter().filter(|email| email.opens()).map(|email| email.target(identifier));
        if Strategy::EmailCode.is_enabled(rules) {
            factors.extend(targets().map(FirstFactor::EmailCode));
        }
        if Strategy::ResetPasswordEmailCode.is_enabled(rules) && self.has_password {
            factors.extend(targets().map(FirstFactor::ResetPasswordEmailCode));
        }
        factors
    }

    /// The address a code goes to: the one asked for, else the one typed, else the primary one.
    pub(crate) fn code_address(&self, asked: Option<&EmailAddressId>, typed: &Email) -> Result<&EmailFactor, Refusal> {
        let found = match asked {
            Some(id) => self.emails.iter().find(|email| email.id == *id && email.opens()),
            None => self
                .emails
                .iter()
                .find(|email| email.address == *typed && email.opens())
                .or_else(|| self.emails.iter().find(|email| email.primary)),
        };
        found.ok_or_else(|| Refusal::field(Field::EmailAddressId, ErrorCode::FORM_RESOURCE_NOT_FOUND))
    }

    /// Where messages to the owner go: the primary address, if it is known to be the user's.
    pub fn mailbox(&self) -> Option<&Email> {
        self.emails.iter().find(|email| email.primary && email.verified).map(|email| &email.address)
    }

    /// A message that tells the owner what was done to the account; none where there is nobody to tell.
    pub(crate) fn notice(&self, notice: crate::Notice, rules: &Settings) -> Option<crate::Effect> {
        let to = self.mailbox().filter(|address| !rules.is_test_address(address))?;
        Some(crate::Effect::SendNotice { to: to.clone(), notice })
    }

    /// A wrong guess of a password or a code: enough of them lock the account.
    pub(crate) fn failure(&self, rules: &Settings, now: Timestamp) -> Option<crate::Effect> {
        rules.lockout.enabled.then(|| crate::Effect::CountFailure {
            user: self.user.clone(),
            limit: rules.lockout.max_failures,
            locked_until: now.plus(rules.lockout.duration),
        })
    }

    /// Refuses a user who is locked.
    pub(crate) fn check_unlocked(&self, now: Timestamp) -> Result<(), Refusal> {
        let Some(until) = self.locked_until.filter(|until| *until > now) else { return Ok(()) };
        let wait = Seconds((until.millis_since(now) + 999) / 1000);
        let mut refusal = Refusal::new(ErrorCode::USER_LOCKED).retry_after(wait).say("wait", wait_in_words(wait));
        refusal.meta.lockout_expires_in_seconds = Some(wait.0);
        Err(refusal)
    }

    /// Refuses a user who is banned.
    pub(crate) fn check_not_banned(&self) -> Result<(), Refusal> {
        if self.banned { Err(Refusal::new(ErrorCode::USER_BANNED)) } else { Ok(()) }
    }
}

impl EmailFactor {
    /// Whether a code sent there opens the account: not where the user only says that the address is theirs. The primary
    /// one is what the account was made with.
    const fn opens(&self) -> bool {
        self.verified || self.primary
    }

    fn target(&self, typed: &Email) -> CodeTarget {
        let safe_identifier = if self.address == *typed { self.address.to_string() } else { self.address.masked() };
        CodeTarget { address_id: self.id.clone(), safe_identifier, primary: self.primary }
    }
}

/// A factor that was proven. Only a matching password or a right code makes one: it has no public constructor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    strategy: Strategy,
    at: Timestamp,
}

impl Proven {
    pub(crate) const fn new(strategy: Strategy, at: Timestamp) -> Self {
        Self { strategy, at }
    }

    /// How it was proven.
    pub const fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// When it was proven.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::ada;

    fn strategies(user: &UserFactors, rules: &Settings) -> Vec<&'static str> {
        let typed = Email::parse("ada@example.com").unwrap();
        user.first_factors(&typed, rules).iter().map(|factor| factor.strategy().as_str()).collect()
    }

    #[test]
    fn factors_follow_the_user_and_the_settings() {
        let all = Settings::default();
        let no_password = UserFactors { has_password: false, ..ada() };
        let mut codes_only = Settings::default();
        codes_only.sign_in.password = false;
        let mut passwords_only = Settings::default();
        passwords_only.sign_in.email_code = false;

        assert_eq!(strategies(&ada(), &all), ["password", "email_code", "reset_password_email_code"]);
        assert_eq!(strategies(&no_password, &all), ["email_code"]);
        assert_eq!(strategies(&ada(), &codes_only), ["email_code"]);
        assert_eq!(strategies(&ada(), &passwords_only), ["password", "reset_password_email_code"]);
    }

    #[test]
    fn only_the_typed_address_is_shown_in_full() {
        let mut user = ada();
        user.emails.push(EmailFactor {
            id: "idn_2".into(),
            address: Email::parse("private@example.org").unwrap(),
            verified: true,
            primary: false,
        });
        let typed = Email::parse("ada@example.com").unwrap();

        let shown: Vec<String> = user
            .first_factors(&typed, &Settings::default())
            .into_iter()
            .filter_map(|factor| match factor {
                FirstFactor::EmailCode(target) => Some(target.safe_identifier),
                FirstFactor::Password | FirstFactor::ResetPasswordEmailCode(_) => None,
            })
            .collect();

        assert_eq!(shown, ["ada@example.com", "p**@example.org"]);
    }

    #[test]
    fn a_lock_says_how_long_it_lasts_and_ends() {
        let user = UserFactors { locked_until: Some(Timestamp(61_500)), ..ada() };

        let refusal = user.check_unlocked(Timestamp(1_000)).unwrap_err();

        assert_eq!(refusal.code, ErrorCode::USER_LOCKED);
        assert_eq!(refusal.meta.lockout_expires_in_seconds, Some(61));
        assert_eq!(refusal.retry_after, Some(Seconds(61)));
        assert_eq!(user.check_unlocked(Timestamp(61_500)), Ok(()));
    }

    #[test]
    fn words_on_the_wire_are_read_back() {
        for strategy in [Strategy::Password, Strategy::EmailCode, Strategy::ResetPasswordEmailCode] {
            assert_eq!(Strategy::parse(strategy.as_str()), Ok(strategy));
        }
        assert_eq!(Strategy::parse("phone_code").unwrap_err().field, Some(Field::Strategy));
    }
}
