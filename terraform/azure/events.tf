locals {
  new_topics = { for name, place in var.media_buckets : name => place if place.system_topic == null }

  topics = { for name, place in var.media_buckets : name => {
    name           = place.system_topic == null ? azurerm_eventgrid_system_topic.media[name].name : place.system_topic.name
    resource_group = place.system_topic == null ? azurerm_eventgrid_system_topic.media[name].resource_group_name : place.system_topic.resource_group_name
    identity       = place.system_topic == null ? azurerm_user_assigned_identity.topics.id : null
  } }
}

resource "azurerm_eventgrid_system_topic" "media" {
  for_each = local.new_topics

  name                = "${var.name}-${each.key}"
  resource_group_name = split("/", each.value.account_id)[4] # Azure wants it beside the account
  location            = var.location
  source_resource_id  = each.value.account_id
  topic_type          = "Microsoft.Storage.StorageAccounts"
  tags                = local.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.topics.id]
  }
}

resource "azurerm_eventgrid_system_topic_event_subscription" "media" {
  for_each = local.media

  name                  = "${var.name}-${each.key}"
  system_topic          = local.topics[each.value.name].name
  resource_group_name   = local.topics[each.value.name].resource_group
  event_delivery_schema = "CloudEventSchemaV1_0"
  included_event_types  = ["Microsoft.Storage.BlobCreated", "Microsoft.Storage.BlobDeleted", "Microsoft.Storage.BlobRenamed"]

  subject_filter {
    subject_begins_with = "/blobServices/default/containers/${each.value.bucket}/blobs/${each.value.prefix}"
    case_sensitive      = true
  }

  storage_queue_endpoint {
    storage_account_id                    = azurerm_storage_account.data.id
    queue_name                            = azurerm_storage_queue.events.name
    queue_message_time_to_live_in_seconds = 604800
  }

  delivery_identity {
    type                   = local.topics[each.value.name].identity == null ? "SystemAssigned" : "UserAssigned"
    user_assigned_identity = local.topics[each.value.name].identity
  }

  retry_policy {
    max_delivery_attempts = 30
    event_time_to_live    = 1440 # minutes
  }

  storage_blob_dead_letter_destination {
    storage_account_id          = azurerm_storage_account.data.id
    storage_blob_container_name = azurerm_storage_container.dead_letters.name
  }

  dead_letter_identity {
    type                   = local.topics[each.value.name].identity == null ? "SystemAssigned" : "UserAssigned"
    user_assigned_identity = local.topics[each.value.name].identity
  }

  depends_on = [azurerm_role_assignment.topic_to_queue, azurerm_role_assignment.topic_to_dead_letters]
}
