//! What the firmware of a Raspberry Pi starts, by config.txt.

use std::collections::BTreeMap;

use super::model::Model;

/// What one model starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boot {
    /// The kernel.
    pub kernel: String,
    /// The first root file system.
    pub initramfs: String,
    /// The file with the kernel's command line.
    pub command_line: String,
    /// Whether the kernel is one for 64 bits.
    pub is_64_bit: bool,
}

impl Boot {
    /// Reads config.txt as the firmware of a model does: later lines of sections that are about it take the place of earlier
    /// ones.
    ///
    /// # Errors
    /// Says what is missing, or what this does not understand and the card therefore must not rely on.
    pub fn of(config: &str, model: &Model) -> Result<Self, String> {
        let mut settings = BTreeMap::new();
        let mut initramfs = None;
        let mut is_about_it = true;
        for line in config.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(section) = line.strip_prefix('[') {
                let section = section
                    .strip_suffix(']')
                    .ok_or_else(|| format!("«{line}» is no section"))?;
                is_about_it = section == "all" || model.sections.contains(&section);
            } else if let Some(names) = line.strip_prefix("initramfs ") {
                let name = names
                    .strip_suffix(" followkernel")
                    .ok_or_else(|| format!("«{line}» does not say where it goes"))?;
                if is_about_it {
                    initramfs = Some(name.to_owned());
                }
            } else {
                let (name, value) = line.split_once('=').ok_or_else(|| format!("«{line}» is no setting"))?;
                if is_about_it {
                    settings.insert(name, value);
                }
            }
        }
        for (name, wanted) in [("upstream_kernel", "1"), ("enable_uart", "1")] {
            if settings.get(name) != Some(&wanted) {
                return Err(format!("config.txt has not {name}={wanted} for a {}", model.name));
            }
        }
        // These would have the firmware read other files.
        for other in [
            "gpu_mem",
            "start_file",
            "start_x",
            "os_prefix",
            "device_tree",
            "dtoverlay",
        ] {
            if settings.contains_key(other) {
                return Err(format!("config.txt sets {other}, which the card has no files for"));
            }
        }
        let named = |name: &str| settings.get(name).map(|value| (*value).to_owned());
        Ok(Self {
            kernel: named("kernel").ok_or_else(|| format!("config.txt names no kernel for a {}", model.name))?,
            initramfs: initramfs.ok_or_else(|| format!("config.txt names no initramfs for a {}", model.name))?,
            command_line: named("cmdline").unwrap_or_else(|| "cmdline.txt".to_owned()),
            is_64_bit: settings.get("arm_64bit") == Some(&"1"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::MODELS;
    use super::*;

    const CONFIG: &str = include_str!("../../../release/on-card/config.txt");

    fn model(name: &str) -> &'static Model {
        MODELS.iter().find(|model| model.name == name).unwrap()
    }

    #[test]
    fn a_zero_starts_32_bits_and_a_zero_2_w_and_a_4_start_64() {
        let zero = Boot::of(CONFIG, model("Zero W")).unwrap();
        assert_eq!(
            (&*zero.kernel, &*zero.initramfs, zero.is_64_bit),
            ("kernel.img", "initramfs6", false)
        );
        for name in ["Zero 2 W", "4"] {
            let boot = Boot::of(CONFIG, model(name)).unwrap();
            assert_eq!(
                (&*boot.kernel, &*boot.initramfs, boot.is_64_bit),
                ("kernel8.img", "initramfs8", true)
            );
        }
    }

    #[test]
    fn a_section_about_another_model_is_not_read() {
        let config = CONFIG.replace("[pi4]", "[pi5]");
        let problem = Boot::of(&config, model("4")).unwrap_err();
        assert_eq!(problem, "config.txt names no kernel for a 4");
    }

    #[test]
    fn the_last_section_about_a_model_holds() {
        let turned = format!("{CONFIG}\n[pi0]\nkernel=kernel.img\n");
        assert_eq!(Boot::of(&turned, model("Zero 2 W")).unwrap().kernel, "kernel.img");
    }
}
