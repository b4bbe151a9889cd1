//! What a caller may do follows from the key: every tool, with every kind of key.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::program::{Folder, Server};

/// A tool that the server has, and the scope that it needs.
struct ListedTool {
    name: String,
    scope: &'static str,
}

/// Every tool, by the one scope with which it is shown.
fn all_tools(folder: &Folder) -> Vec<ListedTool> {
    let scopes = ["read", "write", "delete"];
    let shown = scopes.map(|scope| {
        let key = folder.key(&[&format!("only-{scope}"), "--scopes", scope]);
        (scope, listed(&mut folder.serve_with(&key)))
    });
    shown
        .into_iter()
        .flat_map(|(scope, names)| {
            names
                .into_iter()
                .map(move |name| ListedTool { name, scope })
        })
        .collect()
}

fn listed(server: &mut Server) -> BTreeSet<String> {
    let reply = server.ask("tools/list", json!({}));
    let tools = reply["result"]["tools"].as_array().unwrap();
    tools
        .iter()
        .map(|tool| tool["name"].as_str().unwrap().to_owned())
        .collect()
}

fn code(server: &mut Server, tool: &str) -> Option<String> {
    let result = server.call(tool, json!({}));
    let code = &result["structuredContent"]["code"];
    code.as_str().map(str::to_owned)
}

#[test]
fn every_tool_is_listed_and_let_through_within_the_scopes_of_the_key_alone() {
    let folder = Folder::with_samples();
    let tools = all_tools(&folder);
    assert!(tools.len() > 3);
    for scopes in ["", "read", "write", "delete", "read,write", "write,delete"] {
        let mut server = if scopes.is_empty() {
            folder.greeted()
        } else {
            folder.serve_with(&folder.key(&[scopes, "--scopes", scopes]))
        };
        let has = |scope: &str| {
            scopes.split(',').any(|word| word == scope) || (scopes.is_empty() && scope == "read")
        };
        let expected: BTreeSet<String> = tools
            .iter()
            .filter(|tool| has(tool.scope))
            .map(|tool| tool.name.clone())
            .collect();
        assert_eq!(listed(&mut server), expected, "{scopes}");
        for tool in &tools {
            let refused = code(&mut server, &tool.name).as_deref() == Some("missing_scope");
            assert_eq!(refused, !has(tool.scope), "{} with {scopes}", tool.name);
        }
    }
}

#[test]
fn a_key_that_is_not_good_gives_nothing_and_one_sentence() {
    let folder = Folder::with_samples();
    let tools = all_tools(&folder);
    let expired = folder.key(&["brief", "--scopes", "read,write,delete", "--expires", "1s"]);
    let revoked = folder.key(&["gone", "--scopes", "read,write,delete"]);
    assert!(folder.run(&["key", "revoke", "gone"]).status.success());
    let mut mistyped = revoked.clone();
    mistyped.pop();
    let foreign = Folder::empty().key(&["other", "--scopes", "read"]);
    std::thread::sleep(Duration::from_millis(1_100));
    for (key, says) in [
        (expired.as_str(), "the key `brief` expired at "),
        (revoked.as_str(), "the key `gone` was revoked at "),
        (mistyped.as_str(), "is mistyped or cut short"),
        ("sesame", "is not of the form `cdk_…`"),
        (foreign.as_str(), "is not known to this directory"),
    ] {
        let mut command = folder.command(&["mcp"]);
        command.env("CUSTOMER_DIRECTORY_KEY", key);
        command.stderr(std::process::Stdio::null());
        let mut server = Folder::start(command);
        let greeting = server.greet("2025-11-25");
        let instructions = greeting["result"]["instructions"].as_str().unwrap();
        assert!(instructions.contains(says), "{instructions}");
        assert_eq!(listed(&mut server), BTreeSet::new(), "{says}");
        for tool in &tools {
            let refusal = server.refusal(&tool.name, json!({}));
            assert!(refusal.starts_with("missing_scope: "), "{refusal}");
            assert!(refusal.contains(says), "{refusal}");
            assert!(!refusal.contains(key), "{refusal}");
        }
    }
}

#[test]
fn reading_only_takes_rights_away_and_gives_none() {
    let folder = Folder::with_samples();
    let tools = all_tools(&folder);
    let reading: BTreeSet<String> = tools
        .iter()
        .filter(|tool| tool.scope == "read")
        .map(|tool| tool.name.clone())
        .collect();
    for (scopes, expected) in [("read,write,delete", reading), ("delete", BTreeSet::new())] {
        let key = folder.key(&[scopes, "--scopes", scopes]);
        let mut command = folder.command(&["mcp", "--read-only"]);
        command.env("CUSTOMER_DIRECTORY_KEY", key);
        let mut server = Folder::start(command);
        server.greet("2025-11-25");
        assert_eq!(listed(&mut server), expected, "{scopes}");
    }
}

#[test]
fn a_key_comes_from_a_file_that_only_its_owner_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::with_samples();
    let key = folder.key(&["filed", "--scopes", "read"]);
    let path = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&path, format!("{key}\n")).unwrap();
    let instructions = |mode: u32, both: bool| -> String {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&path, permissions).unwrap();
        let mut command = folder.command(&["mcp"]);
        command.env("CUSTOMER_DIRECTORY_KEY_FILE", path.path());
        if both {
            command.env("CUSTOMER_DIRECTORY_KEY", &key);
        }
        command.stderr(std::process::Stdio::null());
        let greeting = Folder::start(command).greet("2025-11-25");
        greeting["result"]["instructions"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(instructions(0o600, false).contains("list_customers"));
    assert!(instructions(0o640, false).contains("chmod 600"));
    assert!(instructions(0o600, true).contains("leave one of them out"));
}

#[test]
fn keys_are_listed_without_their_secret_and_with_their_last_use() {
    let folder = Folder::with_samples();
    let key = folder.key(&["support", "--scopes", "write,read", "--confirm", "approve"]);
    let list = || -> Value {
        let output = folder.run(&["key", "list", "--json"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let secret = key.split('_').nth(2).unwrap();
        assert!(!text.contains(secret));
        serde_json::from_str::<Value>(&text).unwrap()["keys"][0].take()
    };
    let before = list();
    assert_eq!(before["scopes"], "read,write");
    assert_eq!(before["confirm"], "approve");
    assert_eq!(before["state"], "good");
    assert!(before.get("used_at").is_none());
    folder.serve_with(&key);
    assert!(list().get("used_at").is_some());
}
