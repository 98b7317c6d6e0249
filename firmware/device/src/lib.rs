//! The program on the desk: panel, buttons, clock, stored summaries.
