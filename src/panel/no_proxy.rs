//! `no_proxy`: the hosts that are reached without a proxy, read as by curl 7.86 and later.
//!
//! | entry | matches |
//! | --- | --- |
//! | `*`, as the whole value | every host |
//! | `example.com`, `.example.com` | this name and every name below it, in upper or lower case |
//! | `192.0.2.1`, `2001:db8::1`, `[2001:db8::1]` | this address |
//! | `192.0.2.0/24`, `2001:db8::/32` | every address of the block; as in curl, a length of 0 is ignored |
//!
//! Entries are separated by commas or blanks. Names are not resolved, so a name never matches an address, nor an address a name.
//! Any other entry, such as `*.example.com` or one with a port, matches no host.

use std::net::IpAddr;

/// The hosts of `no_proxy`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exceptions(Vec<Exception>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Exception {
    Every,
    /// A name without leading and trailing dot.
    Name(String),
    /// An address, and the number of leading bits that must match.
    Block(IpAddr, u32),
}

impl Exceptions {
    /// Parses the value of the variable.
    pub(super) fn parse(text: &str) -> Self {
        if text == "*" {
            return Self(vec![Exception::Every]);
        }
        let entries = text.split([',', ' ', '\t']).filter(|entry| !entry.is_empty());
        Self(entries.filter_map(exception).collect())
    }

    /// Whether this host, a name or an address, is an exception.
    pub(super) fn contain(&self, host: &str) -> bool {
        let address = without_brackets(host).parse::<IpAddr>().ok();
        let name = host.strip_suffix('.').unwrap_or(host);
        self.0.iter().any(|exception| match (exception, address) {
            (Exception::Every, _) => true,
            (Exception::Block(block, bits), Some(address)) => is_within(address, *block, *bits),
            (Exception::Name(above), None) => is_at_or_below(name, above),
            _ => false,
        })
    }
}

fn exception(entry: &str) -> Option<Exception> {
    let (text, length) = match entry.split_once('/') {
        Some((text, length)) => (text, Some(length)),
        None => (entry, None),
    };
    if let Ok(address) = without_brackets(text).parse::<IpAddr>() {
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = match length.map_or(Ok(0), str::parse) {
            Ok(0) => width,
            Ok(bits) if bits <= width => bits,
            _ => return None,
        };
        return Some(Exception::Block(address, bits));
    }
    let name = entry.strip_prefix('.').unwrap_or(entry);
    let name = name.strip_suffix('.').unwrap_or(name);
    (!name.is_empty()).then(|| Exception::Name(name.to_owned()))
}

fn without_brackets(text: &str) -> &str {
    text.strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .unwrap_or(text)
}

fn is_within(address: IpAddr, block: IpAddr, bits: u32) -> bool {
    match (address, block) {
        (IpAddr::V4(address), IpAddr::V4(block)) => (address.to_bits() ^ block.to_bits()).leading_zeros() >= bits,
        (IpAddr::V6(address), IpAddr::V6(block)) => (address.to_bits() ^ block.to_bits()).leading_zeros() >= bits,
        _ => false,
    }
}

fn is_at_or_below(name: &str, above: &str) -> bool {
    let Some(start) = name.len().checked_sub(above.len()) else {
        return false;
    };
    let at_a_label = start == 0 || name.as_bytes()[start - 1] == b'.';
    at_a_label && name.as_bytes()[start..].eq_ignore_ascii_case(above.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_matches(no_proxy: &str, hosts: &[&str]) {
        for host in hosts {
            assert!(Exceptions::parse(no_proxy).contain(host), "{host} in {no_proxy:?}");
        }
    }

    fn assert_no_match(no_proxy: &str, hosts: &[&str]) {
        for host in hosts {
            assert!(!Exceptions::parse(no_proxy).contain(host), "{host} not in {no_proxy:?}");
        }
    }

    #[test]
    fn a_star_as_the_whole_value_matches_every_host() {
        assert_matches("*", &["panel.example.com", "192.0.2.1", "[::1]"]);
        for no_proxy in ["", "example.org,*", "* example.org", " *"] {
            assert_no_match(no_proxy, &["panel.example.com", "192.0.2.1", "[::1]"]);
        }
    }

    #[test]
    fn a_name_matches_itself_and_its_subdomains() {
        for no_proxy in [
            "example.com",
            ".example.com",
            "EXAMPLE.com.",
            "a.org, example.com",
            "a.org example.com",
        ] {
            assert_matches(
                no_proxy,
                &["example.com", "panel.example.com", "a.b.Example.COM", "example.com."],
            );
            assert_no_match(no_proxy, &["nonexample.com", "example.com.org", "com", "192.0.2.1"]);
        }
    }

    #[test]
    fn an_address_matches_in_any_spelling_and_with_or_without_brackets() {
        for no_proxy in ["::1", "[::1]", "0:0:0:0:0:0:0:1", "192.0.2.1,::1"] {
            assert_matches(no_proxy, &["[::1]", "::1"]);
            assert_no_match(no_proxy, &["[::2]", "127.0.0.1", "localhost"]);
        }
        assert_matches("192.0.2.1", &["192.0.2.1"]);
        assert_no_match("192.0.2.1", &["192.0.2.10", "panel.192.0.2.1.example"]);
    }

    #[test]
    fn a_block_matches_the_addresses_in_it() {
        assert_matches("127.0.0.0/8", &["127.0.0.1", "127.255.255.255"]);
        assert_no_match("127.0.0.0/8", &["128.0.0.1", "126.255.255.255", "[::1]", "localhost"]);
        assert_matches("192.168.0.0/16, 10.1.2.128/25", &["192.168.255.1", "10.1.2.200"]);
        assert_no_match("192.168.0.0/16, 10.1.2.128/25", &["192.169.0.1", "10.1.2.127"]);
        assert_matches("::1/128", &["[::1]"]);
        assert_matches("2001:db8::/33", &["[2001:db8:7fff::1]"]);
        assert_no_match("2001:db8::/33", &["[2001:db8:8000::1]", "[2001:db9::1]"]);
        assert_matches("[2001:db8::]/32", &["[2001:db8:ffff::1]"]);
    }

    #[test]
    fn a_length_of_zero_is_ignored() {
        assert_matches("192.0.2.1/0", &["192.0.2.1"]);
        assert_no_match("0.0.0.0/0,::/0", &["192.0.2.1", "[2001:db8::1]"]);
    }

    #[test]
    fn other_entries_match_no_host() {
        for no_proxy in [
            "127.0.0.1/33",
            "127.0.0.1/x",
            "127.0.0.1/-1",
            "::1/129",
            "127.0.0.1:443",
            "[::1]:443",
            "127",
            "localhost:443",
            "*.localhost",
            "..localhost",
            "foo;localhost",
            ".",
            ",,  ,",
            "/",
            "[localhost]",
        ] {
            assert_no_match(no_proxy, &["127.0.0.1", "[::1]", "localhost", "a.localhost"]);
        }
    }
}
