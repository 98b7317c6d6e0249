//! How a record is declared.

/// Declares a record: its fields in the order of the file, the texts that it refers to, and what else must hold of it.
macro_rules! record {
    ($(#[doc = $doc:literal])* $name:ident in $section:ident $($single:ident)? {
        $($(#[doc = $field_doc:literal])* $field:ident: $type:ty,)*
    } texts [$($text:ident),*] $(and |$record:ident $(, $known:ident)?| $sound:expr)?) => {
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq,
            zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::KnownLayout, zerocopy::Immutable, zerocopy::Unaligned,
        )]
        #[repr(C)]
        pub struct $name { $($(#[doc = $field_doc])* pub $field: $type,)* }

        impl $crate::records::Record for $name {
            const SECTION: $crate::Section = $crate::Section::$section;
            $(const SINGLE: bool = { stringify!($single); true };)?

            fn is_sound(&self, _known: &$crate::records::Known) -> bool {
                true $(&& _known.has(self.$text))* $(&& { let $record = self; $(let $known = _known;)? $sound })?
            }
        }
    };
}

/// Declares the kinds of a record: numbers of one byte. A newer file may hold kinds that this version does not know.
macro_rules! kinds {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $kind_doc:literal])* $kind:ident = $number:literal,)* }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[doc = $kind_doc])* $kind = $number,)* }

        impl $name {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The kind of a number in the file, if this version knows it.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$kind),)* _ => None }
            }
        }

        impl From<$name> for u8 {
            fn from(kind: $name) -> Self {
                kind as Self
            }
        }
    };
}

pub(super) use {kinds, record};
