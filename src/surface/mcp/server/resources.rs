//! Resources: how they are listed and read.

use rmcp::model::{
    ListResourceTemplatesResult, ListResourcesResult, ReadResourceRequestParams,
    ReadResourceResponse, ReadResourceResult, Resource, ResourceContents, ResourceTemplate,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer};

use super::super::resources::{self, Listed};
use super::introduction::shown;
use super::work::READ_RESOURCE;
use super::{Server, stamp};

impl Server {
    /// The resources that are listed: none for a caller who may not read.
    pub(super) fn resources(&self, context: &RequestContext<RoleServer>) -> ListResourcesResult {
        let resources = self.shown(&resources::LISTED).map(|listed| {
            let mut resource = Resource::new(listed.uri, listed.name)
                .with_title(listed.title)
                .with_description(listed.description)
                .with_mime_type(listed.mime_type);
            resource.icons = shown(context, listed.icon);
            resource
        });
        let mut list = ListResourcesResult::with_all_items(resources.collect());
        list.meta = stamp(context);
        list
    }

    /// The templates: none for a caller who may not read.
    pub(super) fn templates(
        &self,
        context: &RequestContext<RoleServer>,
    ) -> ListResourceTemplatesResult {
        let templates = self.shown(&resources::TEMPLATES).map(|listed| {
            let mut template = ResourceTemplate::new(listed.uri, listed.name)
                .with_title(listed.title)
                .with_description(listed.description)
                .with_mime_type(listed.mime_type);
            template.icons = shown(context, listed.icon);
            template
        });
        let mut list = ListResourceTemplatesResult::with_all_items(templates.collect());
        list.meta = stamp(context);
        list
    }

    fn shown<'a>(&self, listed: &'a [Listed]) -> impl Iterator<Item = &'a Listed> + use<'a> {
        let may_read = self.may_read();
        listed.iter().filter(move |_| may_read)
    }

    /// Reads a resource.
    pub(super) async fn resource(
        &self,
        request: ReadResourceRequestParams,
        context: &RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let read = self
            .in_turn(READ_RESOURCE, context, move |directory, access| {
                resources::read(directory, access, &request.uri)
            })
            .await?;
        let contents = ResourceContents::text(read.text, read.uri).with_mime_type(read.mime_type);
        let mut result = ReadResourceResult::new(vec![contents]);
        result.meta = stamp(context);
        Ok(result.into())
    }
}
