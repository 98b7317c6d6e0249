//! What posters say beside the words of the device.

use playtally_screen::Language;

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// Before the artist that names an era.
    pub(crate) era_of: &'static str,
    /// After a number of months: of one, and of any other.
    pub(crate) months: [&'static str; 2],
    /// How the year is drawn.
    pub(crate) groove_a_month: &'static str,
    /// How an era is drawn.
    pub(crate) arch_a_month: &'static str,
    /// How the months of an artist are drawn.
    pub(crate) bar_a_month: &'static str,
    /// How a trait is drawn.
    pub(crate) of_a_hundred: &'static str,
    /// How the hours of the day are drawn.
    pub(crate) ray_an_hour: &'static str,
}

impl Words {
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &Self {
                era_of: "The era of",
                months: ["month", "months"],
                groove_a_month: "A groove for each month, January outside, with a block for each day; its colour is the artist that led the month.",
                arch_a_month: "An arch for each month, the first one outside; its colour is the artist that led it.",
                bar_a_month: "A bar for each month.",
                of_a_hundred: "Of a hundred plays, as many marks.",
                ray_an_hour: "Within, a ray for each hour, midnight at the top.",
            },
            Language::German => &Self {
                era_of: "Die Ära von",
                months: ["Monat", "Monate"],
                groove_a_month: "Eine Rille für jeden Monat, Januar außen, mit einem Feld für jeden Tag; ihre Farbe ist die des Künstlers, der vorn lag.",
                arch_a_month: "Ein Bogen für jeden Monat, der erste außen; seine Farbe ist die des Künstlers, der vorn lag.",
                bar_a_month: "Ein Balken für jeden Monat.",
                of_a_hundred: "Von hundert Wiedergaben so viele Zeichen.",
                ray_an_hour: "Innen ein Strahl für jede Stunde, Mitternacht oben.",
            },
            Language::Spanish => &Self {
                era_of: "La era de",
                months: ["mes", "meses"],
                groove_a_month: "Un surco por cada mes, enero por fuera, con un bloque por cada día; su color es el del artista que lideró el mes.",
                arch_a_month: "Un arco por cada mes, el primero por fuera; su color es el del artista que lo lideró.",
                bar_a_month: "Una barra por cada mes.",
                of_a_hundred: "De cien reproducciones, otras tantas marcas.",
                ray_an_hour: "Dentro, un rayo por cada hora, medianoche arriba.",
            },
            Language::Swedish => &Self {
                era_of: "Perioden med",
                months: ["månad", "månader"],
                groove_a_month: "En skåra för varje månad, januari ytterst, med ett block för varje dag; färgen är den artists som ledde månaden.",
                arch_a_month: "En båge för varje månad, den första ytterst; färgen är den artists som ledde den.",
                bar_a_month: "En stapel för varje månad.",
                of_a_hundred: "Av hundra spelningar lika många märken.",
                ray_an_hour: "Inuti en stråle för varje timme, midnatt överst.",
            },
            Language::Indonesian => &Self {
                era_of: "Masa",
                months: ["bulan", "bulan"],
                groove_a_month: "Satu alur untuk setiap bulan, Januari di luar, dengan satu blok untuk setiap hari; warnanya milik artis yang memimpin.",
                arch_a_month: "Satu lengkung untuk setiap bulan, yang pertama di luar; warnanya milik artis yang memimpin.",
                bar_a_month: "Satu batang untuk setiap bulan.",
                of_a_hundred: "Dari seratus pemutaran, sebanyak itu tandanya.",
                ray_an_hour: "Di dalam, satu sinar untuk setiap jam, tengah malam di atas.",
            },
        }
    }

    /// The word after a number of months.
    pub(crate) const fn months(&self, number: u64) -> &'static str {
        self.months[if number == 1 { 0 } else { 1 }]
    }
}
