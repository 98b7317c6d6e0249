//! The bundled fonts, and glyphs rasterised from any font.
