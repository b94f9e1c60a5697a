use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{Attribute, Expr, FnArg, Item, ItemFn, Lit, Meta, Pat, PatType, Type, Visibility};

/// A public component.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) name: String,
    /// The first paragraph about it.
    pub(super) about: String,
    pub(super) props: Vec<Prop>,
}

/// Something that it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Prop {
    pub(super) name: String,
    pub(super) kind: String,
    /// What it is without more said; empty where it has to be said.
    pub(super) default: String,
    pub(super) about: String,
}

/// The components of a file.
pub(super) fn components(source: &str) -> Result<Vec<Component>> {
    let file = syn::parse_file(source).context("parsing it")?;
    let functions = file.items.into_iter().filter_map(|item| match item {
        Item::Fn(function) => Some(function),
        _ => None,
    });
    let is_component = |function: &ItemFn| {
        matches!(function.vis, Visibility::Public(_))
            && function.attrs.iter().any(|one| one.path().is_ident("component"))
    };
    Ok(functions.filter(is_component).map(|function| component(&function)).collect())
}

fn component(function: &ItemFn) -> Component {
    let props = function.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => prop(typed),
        FnArg::Receiver(_) => None,
    });
    Component { name: function.sig.ident.to_string(), about: first_paragraph(&function.attrs), props: props.collect() }
}

fn prop(typed: &PatType) -> Option<Prop> {
    let Pat::Ident(name) = &*typed.pat else { return None };
    let kind = tidy(&typed.ty.to_token_stream().to_string());
    let said = typed.attrs.iter().find(|one| one.path().is_ident("prop")).map(said).unwrap_or_default();
    let inside = kind.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>'));
    let (default, kind) = match (said.default, said.optional, inside) {
        (Some(default), _, _) => (default, kind),
        (None, true, Some(inside)) => ("nothing".to_owned(), inside.to_owned()),
        (None, true, None) if is(&typed.ty, "bool") => ("false".to_owned(), kind),
        (None, true, None) => ("the default".to_owned(), kind),
        (None, false, _) => (String::new(), kind),
    };
    Some(Prop { name: name.ident.to_string(), kind, default, about: first_paragraph(&typed.attrs) })
}

fn is(kind: &Type, name: &str) -> bool {
    matches!(kind, Type::Path(path) if path.path.is_ident(name))
}

/// What `#[prop(…)]` says.
#[derive(Default)]
struct Said {
    optional: bool,
    default: Option<String>,
}

fn said(attribute: &Attribute) -> Said {
    let mut said = Said::default();
    // What this does not know, such as `into`, is passed over.
    let parsed = attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("optional") || meta.path.is_ident("optional_no_strip") {
            said.optional = true;
        } else if meta.path.is_ident("default") {
            let value: Expr = meta.value()?.parse()?;
            let text = tidy(&value.to_token_stream().to_string());
            said.default = Some(text.strip_suffix(".into()").unwrap_or(&text).to_owned());
        }
        Ok(())
    });
    // The compiler has taken the attribute already.
    debug_assert!(parsed.is_ok(), "{parsed:?}");
    said
}

fn first_paragraph(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(doc) = &attribute.meta else { return None };
        let Expr::Lit(literal) = &doc.value else { return None };
        match (&literal.lit, doc.path.is_ident("doc")) {
            (Lit::Str(text), true) => Some(text.value().trim().to_owned()),
            _ => None,
        }
    });
    let paragraph: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    plain(&paragraph.join(" "))
}

/// Links to other items lead nowhere outside of the documentation of the code.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let Some((inside, behind)) = after.split_once(']') else {
            plain.push('[');
            rest = after;
            continue;
        };
        plain.push_str(inside);
        let target = behind.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(behind, |(_, behind)| behind);
    }
    plain + rest
}

/// Tokens as a person writes them.
fn tidy(tokens: &str) -> String {
    let mut text = tokens.to_owned();
    for (wide, narrow) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" . ", "."),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        ("' ", "'"),
    ] {
        text = text.replace(wide, narrow);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_is_read_with_what_it_takes() {
        let source = r#"
            /// Signs [somebody](Person) in,
            /// see [`Desk`].
            ///
            /// More.
            #[component]
            pub fn SignIn(
                /// Where to.
                #[prop(optional, into)] url: Option<String>,
                /// Ids.
                #[prop(default = "fd".into(), into)] id: String,
                /// Whether.
                #[prop(optional)] hidden: bool,
                /// Inside.
                children: ChildrenFn,
                /// Asked.
                #[prop(optional, into)] ask: Option<Callback<String, bool>>,
            ) -> impl IntoView { }
            #[component]
            fn Private() -> impl IntoView {}
        "#;

        let read = components(source).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].about, "Signs somebody in, see `Desk`.");
        let props: Vec<_> =
            read[0].props.iter().map(|prop| (prop.name.as_str(), prop.kind.as_str(), prop.default.as_str())).collect();
        assert_eq!(
            props,
            [
                ("url", "String", "nothing"),
                ("id", "String", "\"fd\""),
                ("hidden", "bool", "false"),
                ("children", "ChildrenFn", ""),
                ("ask", "Callback<String, bool>", "nothing"),
            ]
        );
    }
}
