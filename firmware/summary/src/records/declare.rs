//! How records and sections are declared.

/// The type of a field: that of its kind, or a list of such.
macro_rules! type_of {
    ([$kind:tt; $n:literal]) => {
        [$crate::records::declare::type_of!($kind); $n]
    };
    ($kind:ident) => {
        $crate::kind::types::$kind
    };
}

/// A field at an offset.
macro_rules! field {
    (@ $kind:ident, $rows:literal, $columns:literal, $offset:expr) => {
        $crate::Field { kind: $crate::Kind::$kind, offset: $offset as u16, rows: $rows, columns: $columns }
    };
    ([[$kind:ident; $n:literal]; $m:literal], $at:expr) => { $crate::records::declare::field!(@ $kind, $m, $n, $at) };
    ([$kind:ident; $n:literal], $at:expr) => { $crate::records::declare::field!(@ $kind, 1, $n, $at) };
    ($kind:ident, $at:expr) => { $crate::records::declare::field!(@ $kind, 1, 1, $at) };
}

/// Declares a record: a struct of its fields in the order of the file, and the same as data. Fields that were added later
/// are a struct of their own, as a file may lack them.
macro_rules! record {
    (
        $says:literal $name:ident { $($field:ident: $kind:tt $field_says:literal,)* }
        $(then $later:ident { $($more:ident: $more_kind:tt $more_says:literal,)* })?
    ) => {
        #[doc = $says]
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq,
            zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::KnownLayout, zerocopy::Immutable, zerocopy::Unaligned,
        )]
        #[repr(C)]
        pub struct $name { $(#[doc = $field_says] pub $field: $crate::records::declare::type_of!($kind),)* }

        impl $crate::field::Element for $name {
            const FIELDS: &'static [$crate::Field] = &[
                $($crate::records::declare::field!($kind, core::mem::offset_of!($name, $field)),)*
                $($($crate::records::declare::field!(
                    $more_kind, size_of::<$name>() + core::mem::offset_of!($later, $more)
                ),)*)?
            ];
            const TOLD: &'static [$crate::Told] = &[
                $($crate::Told {
                    name: stringify!($field),
                    says: $field_says,
                    field: $crate::records::declare::field!($kind, core::mem::offset_of!($name, $field)),
                },)*
                $($($crate::Told {
                    name: stringify!($more),
                    says: $more_says,
                    field: $crate::records::declare::field!(
                        $more_kind, size_of::<$name>() + core::mem::offset_of!($later, $more)
                    ),
                },)*)?
            ];
        }

        $($crate::records::declare::record! {
            "What was added to such a record; zeros, as far as a file lacks it."
            $later { $($more: $more_kind $more_says,)* }
        })?
    };
}

/// The type of what was added to a record.
macro_rules! later {
    () => {
        [u8; 0]
    };
    ($later:ident) => {
        $later
    };
}

/// Declares all sections: of those of data a number, a word, a meaning, the record and the most of it, what must hold of
/// it beyond what its kinds say; of those that hold names the same without a bound.
macro_rules! sections {
    (
        data: $(
            $number:literal $section:ident $word:literal $meaning:literal:
            [$record:ident; $most:literal] $says:literal { $($field:ident: $kind:tt $field_says:literal,)* }
            $(then $later:ident { $($more:ident: $more_kind:tt $more_says:literal,)* })?
            $(where $sound:expr;)?
        )*
        names: $($of_name:literal $names:ident $names_word:literal $names_meaning:literal: $element:ident;)*
    ) => {
        $(
            $crate::records::declare::record! {
                $says $record { $($field: $kind $field_says,)* }
                $(then $later { $($more: $more_kind $more_says,)* })?
            }

            impl Record for $record {
                type Later = $crate::records::declare::later!($($later)?);
                const SECTION: Section = Section::$section;
                const MOST: usize = $most;
            }
        )*

        /// What a section holds. The number is its kind in the file and never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Section {
            $(#[doc = $says] $section = $number,)*
            $(#[doc = $names_meaning] $names = $of_name,)*
        }

        impl Section {
            /// Every kind, ascending.
            pub const ALL: &'static [Self] = &[$(Self::$section,)* $(Self::$names,)*];

            /// The most bytes that the sections of data take, with their entries in the table and the gaps before them.
            pub const MOST_DATA: usize = 0 $(
                + $most * (size_of::<$record>() + size_of::<<$record as Record>::Later>()) + Self::FRAME
            )*;

            /// The kind of a number in the file, if this version knows it.
            #[must_use]
            pub const fn from_kind(kind: u16) -> Option<Self> {
                match kind {
                    $($number => Some(Self::$section),)*
                    $($of_name => Some(Self::$names),)*
                    _ => None,
                }
            }

            /// Its name in reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$section => $word,)* $(Self::$names => $names_word,)* }
            }

            /// What it holds, in some words.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$section => $meaning,)* $(Self::$names => $names_meaning,)* }
            }

            /// What one of its records is, and in which order they stand; nothing of those that hold names.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self { $(Self::$section => $says,)* $(Self::$names => "",)* }
            }

            /// The fields of its records; none where it holds bytes.
            #[must_use]
            pub const fn told(self) -> &'static [Told] {
                match self {
                    $(Self::$section => <$record as Element>::TOLD,)*
                    $(Self::$names => <$element as Element>::TOLD,)*
                }
            }

            /// How its records are laid out.
            #[must_use]
            pub const fn layout(self) -> &'static Layout {
                match self {
                    $(Self::$section => &const { Layout {
                        bytes: (size_of::<$record>() + size_of::<<$record as Record>::Later>()) as u16,
                        least: size_of::<$record>() as u16,
                        most: Some($most),
                        fields: <$record as Element>::FIELDS,
                        sound: {
                            let sound: Option<fn(&[u8]) -> bool> = None;
                            $(
                                let _ = sound;
                                let sound: Option<fn(&[u8]) -> bool> = Some(|bytes| {
                                    let sound: fn(&$record) -> bool = $sound;
                                    $record::ref_from_prefix(bytes).is_ok_and(|(record, _)| sound(record))
                                });
                            )?
                            sound
                        },
                    } },)*
                    $(Self::$names => &const { Layout {
                        bytes: size_of::<$element>() as u16,
                        least: size_of::<$element>() as u16,
                        most: None,
                        fields: <$element as Element>::FIELDS,
                        sound: None,
                    } },)*
                }
            }
        }
    };
}

pub(crate) use {field, later, record, sections, type_of};
