//! How resources are listed and read.

use serde_json::{Value, json};

use super::{Client, initialize, modern, request};

async fn read(client: &mut Client, uri: &str) -> Value {
    let params = json!({ "uri": uri });
    client.ask(&request(1, "resources/read", params)).await
}

#[tokio::test]
async fn the_summary_is_listed_and_customers_are_reached_by_templates() {
    let mut client = Client::connect();
    let greeting = client.ask(&initialize("2025-11-25")).await;
    let capabilities = &greeting["result"]["capabilities"];
    assert_eq!(capabilities["resources"], json!({}));
    let list = client.ask(&request(1, "resources/list", json!({}))).await;
    let resources = list["result"]["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 1);
    assert_eq!(resources[0]["uri"], "directory://summary");
    let method = "resources/templates/list";
    let list = client.ask(&request(2, method, json!({}))).await;
    let templates = list["result"]["resourceTemplates"].as_array().unwrap();
    let uris: Vec<&Value> = templates.iter().map(|it| &it["uriTemplate"]).collect();
    insta::assert_json_snapshot!(uris, @r#"
    [
      "customer://{id}",
      "customer://{id}/profile.json",
      "customer://{id}/feedback",
      "directory://customers/tag/{tag}",
      "directory://customers/channel/{channel}",
      "directory://customers/company/{company}",
      "directory://customers/custom_field/{custom_field}"
    ]
    "#);
}

#[tokio::test]
async fn a_resource_is_one_text_of_its_type() {
    let mut client = Client::greeted().await;
    for (uri, mime_type, says) in [
        ("customer://cus_1", "text/markdown", "# Jane Doe"),
        (
            "customer://cus_1/feedback",
            "text/markdown",
            "The export is slow.",
        ),
        ("directory://summary", "text/markdown", "2 customers."),
        (
            "directory://customers/tag/VIP",
            "text/markdown",
            "cus_1 · Jane Doe",
        ),
        (
            "directory://customers/channel/api",
            "text/markdown",
            "(2 of 2)",
        ),
        (
            "directory://customers/company/nobody",
            "text/markdown",
            "(0 of 0)",
        ),
        (
            "directory://customers/custom_field/plan",
            "text/markdown",
            "(0 of 0)",
        ),
        (
            "customer://cus_1/profile.json",
            "application/json",
            "\"jane@acme.io\"",
        ),
    ] {
        let reply = read(&mut client, uri).await;
        let contents = reply["result"]["contents"].as_array().unwrap();
        let [content] = contents.as_slice() else {
            panic!("{reply}");
        };
        assert_eq!(content["uri"], uri, "{reply}");
        assert_eq!(content["mimeType"], mime_type);
        let text = content["text"].as_str().unwrap();
        assert!(text.contains(says), "{text}");
    }
}

#[tokio::test]
async fn a_profile_as_data_is_what_the_tool_answers() {
    let mut client = Client::greeted().await;
    let reply = read(&mut client, "customer://cus_1/profile.json").await;
    let text = reply["result"]["contents"][0]["text"].as_str().unwrap();
    let data: Value = serde_json::from_str(text).unwrap();
    let arguments = json!({ "customer": "cus_1" });
    let answer = client.call("get_customer", arguments).await;
    assert_eq!(data, answer["result"]["structuredContent"]);
}

#[tokio::test]
async fn what_is_not_there_has_the_code_of_the_revision_and_a_sentence() {
    let mut client = Client::greeted().await;
    let mut sentences = Vec::new();
    for uri in [
        "https://example.com/a",
        "customer://jane@acme.io",
        "customer://cus_77",
        "customer://cus_77/feedback",
        "directory://customers/tag/%zz",
        "\u{202e}",
    ] {
        let reply = read(&mut client, uri).await;
        assert_eq!(reply["error"]["code"], -32002, "{reply}");
        assert_eq!(reply["error"]["data"]["code"], "not_found");
        sentences.push(reply["error"]["message"].as_str().unwrap().to_owned());
        let params = json!({ "uri": uri });
        let reply = client.ask(&modern(2, "resources/read", params)).await;
        assert_eq!(reply["error"]["code"], -32602, "{reply}");
    }
    for uri in [
        "directory://customers/tag/%20",
        "directory://customers/company/-",
    ] {
        let reply = read(&mut client, uri).await;
        assert_eq!(reply["error"]["code"], -32602, "{reply}");
        sentences.push(reply["error"]["message"].as_str().unwrap().to_owned());
    }
    insta::assert_snapshot!(sentences.join("\n"));
}

#[tokio::test]
async fn the_newest_revision_is_told_who_answers_and_what_may_be_kept() {
    let mut client = Client::connect();
    for (method, params) in [
        ("resources/list", json!({})),
        ("resources/templates/list", json!({})),
        ("resources/read", json!({ "uri": "customer://cus_1" })),
    ] {
        let reply = client.ask(&modern(1, method, params.clone())).await;
        let result = &reply["result"];
        let info = &result["_meta"]["io.modelcontextprotocol/serverInfo"];
        assert_eq!(info["name"], "customer-directory", "{reply}");
        assert_eq!(result["resultType"], "complete");
        assert_eq!(
            (&result["ttlMs"], &result["cacheScope"]),
            (&json!(0), &json!("private"))
        );
        let bare = client.ask(&request(2, method, params)).await;
        assert_eq!(bare["error"]["code"], -32602, "{bare}");
    }
}

#[tokio::test]
async fn whoever_may_not_read_sees_nothing_and_is_told_why() {
    let mut client = Client::barred();
    let greeting = client.ask(&initialize("2025-11-25")).await;
    let capabilities = &greeting["result"]["capabilities"];
    assert!(capabilities.get("resources").is_none(), "{greeting}");
    let list = client.ask(&request(1, "resources/list", json!({}))).await;
    assert_eq!(list["result"]["resources"], json!([]));
    let method = "resources/templates/list";
    let list = client.ask(&request(2, method, json!({}))).await;
    assert_eq!(list["result"]["resourceTemplates"], json!([]));
    for uri in ["directory://summary", "customer://cus_1", "nothing"] {
        let reply = read(&mut client, uri).await;
        assert_eq!(reply["error"]["code"], -32602);
        assert_eq!(reply["error"]["message"], "the key `support` has expired");
        assert_eq!(reply["error"]["data"]["code"], "missing_scope");
    }
}

#[tokio::test]
async fn a_resource_is_read_in_its_turn() {
    let mut client = Client::greeted().await;
    client
        .send(&super::call(1, "sleep", json!({ "milliseconds": 100 })))
        .await;
    for id in 2..=20 {
        let params = json!({ "uri": if id % 3 == 0 { "x" } else { "customer://cus_1" } });
        client.send(&request(id, "resources/read", params)).await;
    }
    for id in 1..=20 {
        assert_eq!(client.receive().await["id"], id);
    }
}
