//! Families of devices.

use crate::play::Device;

/// The family of a device, from what a service calls its platform. Nothing else of that text is kept: it can hold the
/// number of a device.
pub(crate) fn device(platform: &str) -> Device {
    // In this order: "Partner android_tv …" is a television, "Partner spotify_connect_ios …" a loudspeaker.
    const FAMILIES: [(&str, Device); 6] = [
        ("watch|wear|garmin|fitbit", Device::Wearable),
        ("car |car-|car_|carplay|auto |_auto|automotive|tesla", Device::Car),
        (
            "tv|playstation|ps3|ps4|ps5|xbox|webos|roku|cast|bravia|blu-ray|stb|set_top",
            Device::Television,
        ),
        (
            "speaker|sonos|echo|alexa|amazon_|google_home|home |homepod|bose|denon|yamaha|onkyo|avr|soundtouch|libspotify|\
             librespot|spotify_connect",
            Device::Speaker,
        ),
        (
            "android|ios|iphone|ipad|ipod|windows phone|blackberry|symbian",
            Device::Phone,
        ),
        (
            "windows|os x|osx|macos|mac os|linux|cef|chrome|browser",
            Device::Computer,
        ),
    ];
    let platform = platform.to_ascii_lowercase();
    // Players in a browser name the system under it.
    if platform.starts_with("web") {
        return Device::Computer;
    }
    FAMILIES
        .iter()
        .find(|(words, _)| words.split('|').any(|word| platform.contains(word)))
        .map_or(Device::Other, |(_, family)| *family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_come_down_to_families() {
        for (platform, family) in [
            ("iOS 15.1 (iPhone12,1)", Device::Phone),
            ("ios", Device::Phone),
            ("android", Device::Phone),
            ("Android OS 11 API 30 (samsung, SM-G991B)", Device::Phone),
            ("OS X 10.13.6 [x86 8]", Device::Computer),
            ("osx", Device::Computer),
            ("Windows 10 (10.0.19042; x64)", Device::Computer),
            ("web_player windows 10;chrome 96.0", Device::Computer),
            ("WebPlayer (websocket RFC6455)", Device::Computer),
            ("web_player android 11;chrome", Device::Computer),
            ("Linux [x86-64 0]", Device::Computer),
            ("Partner tizen_tv vendor;model;id;;tpapi", Device::Television),
            ("Partner android_tv Sony;BRAVIA", Device::Television),
            ("Partner sony_tv Sony;PS4", Device::Television),
            ("Partner sonos_imx6 Sonos;Play1", Device::Speaker),
            ("Partner spotify google cast;Chromecast", Device::Television),
            ("web", Device::Computer),
            ("not_applicable", Device::Other),
            ("", Device::Other),
        ] {
            assert_eq!(device(platform), family, "{platform}");
        }
    }
}
