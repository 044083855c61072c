# What the module promises, whatever it is given. Each run is a promise; terraform/planted-defects shows that each can fail.

mock_provider "azurerm" {
  mock_data "azurerm_client_config" {
    defaults = { subscription_id = "00000000-0000-0000-0000-000000000001", tenant_id = "00000000-0000-0000-0000-000000000002" }
  }
  mock_resource "azurerm_log_analytics_workspace" {
    defaults = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/traffic-logs" }
  }
  mock_resource "azurerm_application_insights" {
    defaults = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/components/traffic-insights" }
  }
  mock_resource "azurerm_role_definition" {
    defaults = { role_definition_resource_id = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/blobs" }
  }
  mock_resource "azurerm_eventgrid_system_topic" {
    defaults = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.EventGrid/systemTopics/traffic-one" }
  }
  mock_resource "azurerm_service_plan" {
    defaults = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/serverFarms/traffic-plan" }
  }
}

override_resource {
  target = azurerm_storage_account.host
  values = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/traffichost" }
}

override_resource {
  target = azurerm_storage_account.data
  values = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/trafficdata" }
}

override_resource {
  target = azurerm_user_assigned_identity.function
  values = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/traffic-function", principal_id = "00000000-0000-0000-0000-00000000000f", client_id = "function-client" }
}

override_resource {
  target = azurerm_user_assigned_identity.host
  values = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/traffic-host", principal_id = "00000000-0000-0000-0000-0000000000aa", client_id = "host-client" }
}

override_resource {
  target = azurerm_user_assigned_identity.topics
  values = { id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/traffic-topics", principal_id = "00000000-0000-0000-0000-0000000000bb", client_id = "topics-client" }
}

variables {
  resource_group_name = "g"
  location            = "westeurope"
  name                = "traffic"
  tags                = { team = "vision" }
  artifact            = { path = "mediafn-azure-functions.zip" }
  media_buckets = {
    one = { bucket = "media-in", account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media", prefixes = ["in/"] }
  }
}

run "least_privilege_by_default" {
  assert {
    condition = { for key, assignment in azurerm_role_assignment.objects : key => assignment.scope } == {
      media-one = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media/blobServices/default/containers/media-in"
      dataset   = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/trafficdata/blobServices/default/containers/dataset"
    }
    error_message = "the function may reach more, or less, than measuring needs"
  }
  assert {
    condition = azurerm_role_assignment.objects["media-one"].condition == join(" AND ", [
      "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'} AND NOT SubOperationMatches{'Blob.List'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike 'in/*'))",
      "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'} AND SubOperationMatches{'Blob.List'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))",
      "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'}) AND !(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))",
      "((!(ActionMatches{'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))",
    ])
    error_message = "media may be more than read below their prefix"
  }
  assert {
    condition = (
      strcontains(azurerm_role_assignment.objects["dataset"].condition, "blobs/add/action'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike 'dataset/segments/*'))") &&
      strcontains(azurerm_role_assignment.objects["dataset"].condition, "NOT SubOperationMatches{'Blob.List'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))")
    )
    error_message = "more than the dataset's segments may be written, or they may be read"
  }
  assert {
    condition     = alltrue([for assignment in azurerm_role_assignment.objects : assignment.role_definition_id == azurerm_role_definition.objects.role_definition_resource_id])
    error_message = "another role than that for blobs"
  }
  assert {
    condition     = length(azurerm_role_definition.objects.permissions[0].actions) == 0 && alltrue([for action in azurerm_role_definition.objects.permissions[0].data_actions : startswith(action, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/") && !strcontains(action, "*")])
    error_message = "an action has a wildcard, or is of more than blobs"
  }
  assert {
    condition     = alltrue([for assignment in concat(values(azurerm_role_assignment.objects), values(azurerm_role_assignment.take_events), [azurerm_role_assignment.poison]) : assignment.principal_id == "00000000-0000-0000-0000-00000000000f"])
    error_message = "others have the function's permissions"
  }
  assert {
    condition     = keys(azurerm_role_assignment.take_events) == ["Storage Queue Data Message Processor", "Storage Queue Data Reader"] && alltrue([for assignment in azurerm_role_assignment.take_events : endswith(assignment.scope, "/queues/events")])
    error_message = "the function may do more with queues than take events"
  }
  assert {
    condition     = azurerm_role_assignment.host.principal_id == "00000000-0000-0000-0000-0000000000aa" && endswith(azurerm_role_assignment.host.scope, "/storageAccounts/traffichost")
    error_message = "the host's identity reaches more than the host's storage"
  }
}

run "least_privilege_of_copies" {
  variables {
    destinations    = { out = { bucket = "archive", account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/archive", prefixes = ["out/"] } }
    jobs            = "https://work.blob.core.windows.net/jobs/all/"
    jobs_account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/work"
  }
  assert {
    condition     = strcontains(azurerm_role_assignment.objects["to-out"].condition, "blobs/add/action'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike 'out/*'))")
    error_message = "more than the destinations may be written"
  }
  assert {
    condition     = strcontains(azurerm_role_assignment.objects["jobs"].condition, "blobs/add/action'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike 'all/*'))") && endswith(azurerm_role_assignment.objects["jobs"].scope, "/storageAccounts/work/blobServices/default/containers/jobs")
    error_message = "jobs are kept elsewhere"
  }
  assert {
    condition     = alltrue([for assignment in azurerm_role_assignment.objects : strcontains(assignment.condition, "blobs/delete'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'))")])
    error_message = "objects may be deleted"
  }
}

run "least_privilege_of_http" {
  variables {
    enable_http        = true
    allowed_operations = ["list", "stat"]
  }
  assert {
    condition     = strcontains(azurerm_role_assignment.objects["media-one"].condition, "@Request[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:prefix] StringLike 'in/*'")
    error_message = "a whole container may be listed"
  }
  assert {
    condition     = azurerm_function_app_flex_consumption.this.app_settings.MEDIAFN_OPERATIONS == "list,stat"
    error_message = "HTTP may ask for other operations"
  }
}

run "deleting_only_where_it_is_asked_for" {
  variables {
    enable_http        = true
    allowed_operations = ["delete"]
  }
  assert {
    condition     = strcontains(azurerm_role_assignment.objects["media-one"].condition, "blobs/delete'})) OR (@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike 'in/*'))")
    error_message = "more than the media below the prefix may be deleted"
  }
}

run "no_public_access" {
  variables {
    enable_http        = true
    http_client_id     = "0a1b2c3d-0000-0000-0000-000000000000"
    http_invokers      = ["0a1b2c3d-0000-0000-0000-000000000001"]
    http_allowed_cidrs = ["203.0.113.0/24"]
    deployer_cidrs     = ["198.51.100.7/32"]
  }
  assert {
    condition = (
      azurerm_function_app_flex_consumption.this.site_config[0].ip_restriction_default_action == "Deny" &&
      azurerm_function_app_flex_consumption.this.site_config[0].ip_restriction[*].ip_address == tolist(["203.0.113.0/24"])
    )
    error_message = "the function can be reached from other networks"
  }
  assert {
    condition = (
      azurerm_function_app_flex_consumption.this.site_config[0].scm_ip_restriction_default_action == "Deny" &&
      azurerm_function_app_flex_consumption.this.site_config[0].scm_ip_restriction[*].ip_address == tolist(["198.51.100.7/32"])
    )
    error_message = "packages can be brought up from other networks"
  }
  assert {
    condition     = azurerm_function_app_flex_consumption.this.webdeploy_publish_basic_authentication_enabled == false
    error_message = "packages can be brought up with a password"
  }
  assert {
    condition = (
      try(azurerm_function_app_flex_consumption.this.auth_settings_v2[0].require_authentication, false) &&
      try(azurerm_function_app_flex_consumption.this.auth_settings_v2[0].unauthenticated_action, "") == "Return401" &&
      try(azurerm_function_app_flex_consumption.this.auth_settings_v2[0].active_directory_v2[0].allowed_identities, []) == tolist(["0a1b2c3d-0000-0000-0000-000000000001"])
    )
    error_message = "others than http_invokers may call"
  }
  assert {
    condition     = !azurerm_storage_account.host.allow_nested_items_to_be_public && !azurerm_storage_account.data.allow_nested_items_to_be_public
    error_message = "a container can be made public"
  }
  assert {
    condition     = alltrue([for container in [azurerm_storage_container.packages, azurerm_storage_container.dataset[0], azurerm_storage_container.dead_letters] : container.container_access_type == "private"])
    error_message = "a container is public"
  }
  assert {
    condition     = !azurerm_storage_account.host.shared_access_key_enabled && !azurerm_storage_account.data.shared_access_key_enabled
    error_message = "whoever has an account's key gets in"
  }
}

run "no_http_by_default" {
  assert {
    condition     = azurerm_function_app_flex_consumption.this.app_settings["AzureWebJobs.http.Disabled"] == "true" && output.http_url == null
    error_message = "the function can be called by HTTP"
  }
  assert {
    condition     = length(azurerm_function_app_flex_consumption.this.site_config[0].ip_restriction) == 0 && length(azurerm_function_app_flex_consumption.this.site_config[0].scm_ip_restriction) == 0
    error_message = "somebody gets through by default"
  }
}

run "only_the_media_containers_send" {
  assert {
    condition     = { for key, assignment in azurerm_role_assignment.topic_to_queue : key => "${assignment.principal_id} ${assignment.role_definition_name} ${basename(assignment.scope)}" } == { topics = "00000000-0000-0000-0000-0000000000bb Storage Queue Data Message Sender events" }
    error_message = "others than the media containers' topics may send events"
  }
}

run "only_tls" {
  assert {
    condition = alltrue([for account in [azurerm_storage_account.host, azurerm_storage_account.data] :
      account.https_traffic_only_enabled && account.min_tls_version == "TLS1_2"
    ])
    error_message = "a storage account can be asked without TLS"
  }
  assert {
    condition = (
      azurerm_function_app_flex_consumption.this.https_only &&
      azurerm_function_app_flex_consumption.this.site_config[0].minimum_tls_version == "1.2" &&
      azurerm_function_app_flex_consumption.this.site_config[0].scm_minimum_tls_version == "1.2"
    )
    error_message = "the function can be asked without TLS"
  }
}

run "encryption_with_a_key" {
  variables {
    kms_key = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/vault/keys/mediafn"
  }
  assert {
    condition = alltrue([for account in [azurerm_storage_account.host, azurerm_storage_account.data] :
      try(account.customer_managed_key[0].key_vault_key_id, "") == "https://vault.vault.azure.net/keys/mediafn"
    ])
    error_message = "a storage account is not encrypted with the key"
  }
  assert {
    condition     = alltrue([for account in [azurerm_storage_account.host, azurerm_storage_account.data] : account.queue_encryption_key_type == "Account"])
    error_message = "queues are not encrypted with the key"
  }
  assert {
    condition     = azurerm_role_assignment.key[0].scope == var.kms_key && azurerm_role_assignment.key[0].role_definition_name == "Key Vault Crypto Service Encryption User"
    error_message = "more than this key may be used"
  }
}

run "dead_letters" {
  assert {
    condition     = azurerm_storage_queue.poison.name == "events-poison" && endswith(azurerm_role_assignment.poison.scope, "/queues/events-poison")
    error_message = "the host can't move messages to the dead letters"
  }
  assert {
    condition     = azurerm_function_app_flex_consumption.this.app_settings.AzureFunctionsJobHost__extensions__queues__maxDequeueCount == "5"
    error_message = "a message is not tried five times"
  }
  assert {
    condition     = try(azurerm_eventgrid_system_topic_event_subscription.media["one-0"].storage_blob_dead_letter_destination[0].storage_blob_container_name, "") == "dead-letters"
    error_message = "what Event Grid can't deliver is lost"
  }
}

run "alarms" {
  variables {
    alarm_targets = ["/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/actionGroups/ops"]
  }
  assert {
    condition = (
      strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.this["dead-letters"].criteria[0].query, "/events-poison/messages") &&
      azurerm_monitor_scheduled_query_rules_alert_v2.this["dead-letters"].criteria[0].threshold == 0
    )
    error_message = "no alarm on the depth of the dead letters"
  }
  assert {
    condition     = strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.this["dead-letters-age"].criteria[0].query, "/events-poison/messages") && strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.this["dead-letters-age"].criteria[0].query, "ago(1d)")
    error_message = "no alarm on the age of the dead letters"
  }
  assert {
    condition     = strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.this["backlog"].criteria[0].query, "/events/messages") && strcontains(azurerm_monitor_scheduled_query_rules_alert_v2.this["backlog"].criteria[0].query, "ago(1h)")
    error_message = "no alarm on the backlog"
  }
  assert {
    condition     = azurerm_monitor_metric_alert.undelivered["one"].scopes == toset([azurerm_eventgrid_system_topic.media["one"].id]) && one(azurerm_monitor_metric_alert.undelivered["one"].criteria).metric_name == "DeadLetteredCount"
    error_message = "no alarm on events that Event Grid can't deliver"
  }
  assert {
    condition = (
      alltrue([for alarm in azurerm_monitor_scheduled_query_rules_alert_v2.this : alarm.action[0].action_groups == tolist(var.alarm_targets)]) &&
      alltrue([for alarm in azurerm_monitor_metric_alert.undelivered : toset([for action in alarm.action : action.action_group_id]) == toset(var.alarm_targets)])
    )
    error_message = "nobody hears an alarm"
  }
  assert {
    condition = (
      endswith(azurerm_monitor_diagnostic_setting.queues.target_resource_id, "/storageAccounts/trafficdata/queueServices/default") &&
      toset([for log in azurerm_monitor_diagnostic_setting.queues.enabled_log : log.category]) == toset(["StorageWrite", "StorageDelete"])
    )
    error_message = "alarms look at what isn't logged"
  }
}

run "log_retention" {
  assert {
    condition     = azurerm_log_analytics_workspace.this.retention_in_days == 30 && azurerm_application_insights.this.retention_in_days == 30
    error_message = "the log is not kept for log_retention_days"
  }
  assert {
    condition     = azurerm_application_insights.this.workspace_id == azurerm_log_analytics_workspace.this.id
    error_message = "the function logs elsewhere"
  }
}

run "concurrency_limit" {
  assert {
    condition = (
      azurerm_function_app_flex_consumption.this.maximum_instance_count == 40 &&
      azurerm_function_app_flex_consumption.this.app_settings.AzureFunctionsJobHost__extensions__queues__batchSize == "4" &&
      azurerm_function_app_flex_consumption.this.app_settings.AzureFunctionsJobHost__extensions__queues__newBatchThreshold == "0"
    )
    error_message = "there is no limit on the concurrency"
  }
}

run "environment" {
  variables {
    dataset         = "traffic"
    database_secret = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/vault/secrets/mongo"
    jobs            = "https://work.blob.core.windows.net/jobs/all/"
    jobs_account_id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/work"
    pipeline        = jsonencode({ rules = [] })
    enable_http     = true
    timeout_seconds = 90
  }
  assert {
    condition = { for name, value in azurerm_function_app_flex_consumption.this.app_settings : name => value if can(regex("^(MEDIAFN|FIFTYONE)_", name)) } == {
      MEDIAFN_DATASET                 = "traffic"
      MEDIAFN_PIPELINE                = "{\"rules\":[]}"
      MEDIAFN_JOBS                    = "https://work.blob.core.windows.net/jobs/all/"
      MEDIAFN_ALLOW                   = "https://media.blob.core.windows.net/media-in/in/"
      MEDIAFN_OPERATIONS              = "list,metadata,stat"
      MEDIAFN_TIMEOUT_SECONDS         = "90"
      MEDIAFN_EVENTS_QUEUE            = "events"
      MEDIAFN_SCHEDULE_CRON           = "0 0 3 * * *"
      MEDIAFN_BLOBS                   = "media/{name}"
      FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"
      FIFTYONE_DATABASE_URI           = "@Microsoft.KeyVault(VaultName=vault;SecretName=mongo)"
      FIFTYONE_DATABASE_NAME          = "fiftyone"
    }
    error_message = "the function's settings are others"
  }
  assert {
    condition     = azurerm_function_app_flex_consumption.this.app_settings.AzureFunctionsJobHost__functionTimeout == "00:01:30"
    error_message = "the host ends calls at another time"
  }
  assert {
    condition     = azurerm_role_assignment.database[0].scope == var.database_secret && azurerm_role_assignment.database[0].role_definition_name == "Key Vault Secrets User"
    error_message = "the secret, and no other, can be read"
  }
  assert {
    condition     = length(azurerm_storage_container.dataset) == 0
    error_message = "a container is created for a dataset that is elsewhere"
  }
}

run "connections_by_identity" {
  assert {
    condition = (
      azurerm_function_app_flex_consumption.this.app_settings.MEDIA__queueServiceUri == "https://${azurerm_storage_account.data.name}.queue.core.windows.net" &&
      azurerm_function_app_flex_consumption.this.app_settings.MEDIA__blobServiceUri == "https://${azurerm_storage_account.data.name}.blob.core.windows.net" &&
      azurerm_function_app_flex_consumption.this.app_settings.MEDIA__credential == "managedidentity" &&
      azurerm_function_app_flex_consumption.this.app_settings.MEDIA__clientId == "function-client" &&
      azurerm_function_app_flex_consumption.this.app_settings.AZURE_CLIENT_ID == "function-client" &&
      azurerm_function_app_flex_consumption.this.app_settings.AzureWebJobsStorage__clientId == "host-client" &&
      azurerm_function_app_flex_consumption.this.storage_authentication_type == "UserAssignedIdentity"
    )
    error_message = "something is reached without an identity"
  }
  assert {
    condition     = !anytrue([for value in values(azurerm_function_app_flex_consumption.this.app_settings) : strcontains(value, "AccountKey=") || strcontains(value, "sig=")])
    error_message = "a setting has a key or a signature"
  }
}

run "settings_by_default" {
  assert {
    condition     = can(regex("^https://trafficdata[0-9a-f]{6}\\.blob\\.core\\.windows\\.net/dataset/dataset/$", azurerm_function_app_flex_consumption.this.app_settings.MEDIAFN_DATASET)) && azurerm_function_app_flex_consumption.this.app_settings.FIFTYONE_MEDIA_CACHE_SIZE_BYTES == "-1"
    error_message = "the function's settings are others"
  }
  assert {
    condition     = azurerm_function_app_flex_consumption.this.runtime_name == "java" && azurerm_function_app_flex_consumption.this.runtime_version == "21"
    error_message = "another runtime"
  }
}

run "notifications" {
  assert {
    condition = (
      azurerm_eventgrid_system_topic_event_subscription.media["one-0"].subject_filter[0].subject_begins_with == "/blobServices/default/containers/media-in/blobs/in/" &&
      toset(azurerm_eventgrid_system_topic_event_subscription.media["one-0"].included_event_types) == toset(["Microsoft.Storage.BlobCreated", "Microsoft.Storage.BlobDeleted", "Microsoft.Storage.BlobRenamed"])
    )
    error_message = "the container doesn't tell of its objects"
  }
  assert {
    condition     = azurerm_eventgrid_system_topic_event_subscription.media["one-0"].storage_queue_endpoint[0].queue_name == "events" && azurerm_eventgrid_system_topic_event_subscription.media["one-0"].delivery_identity[0].type == "UserAssigned"
    error_message = "events are delivered elsewhere, or by nobody"
  }
}

run "no_loop" {
  assert {
    condition     = keys(azurerm_eventgrid_system_topic_event_subscription.media) == ["one-0"] && endswith(azurerm_eventgrid_system_topic.media["one"].source_resource_id, "/storageAccounts/media")
    error_message = "another account than those of the media starts the function"
  }
}

run "a_topic_that_is_there_already" {
  variables {
    media_buckets = {
      one = {
        bucket       = "media-in"
        account_id   = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/media"
        system_topic = { name = "theirs", resource_group_name = "h", principal_id = "00000000-0000-0000-0000-0000000000cc" }
      }
    }
  }
  assert {
    condition = (
      length(azurerm_eventgrid_system_topic.media) == 0 &&
      azurerm_eventgrid_system_topic_event_subscription.media["one-0"].system_topic == "theirs" &&
      azurerm_eventgrid_system_topic_event_subscription.media["one-0"].delivery_identity[0].type == "SystemAssigned" &&
      azurerm_role_assignment.topic_to_queue["one"].principal_id == "00000000-0000-0000-0000-0000000000cc"
    )
    error_message = "a topic is created though there is one, or it may not deliver"
  }
}

run "tags_everywhere" {
  assert {
    condition = alltrue([for tags in [
      azurerm_function_app_flex_consumption.this.tags, azurerm_service_plan.this.tags, azurerm_storage_account.host.tags, azurerm_storage_account.data.tags,
      azurerm_eventgrid_system_topic.media["one"].tags, azurerm_log_analytics_workspace.this.tags, azurerm_application_insights.this.tags,
      azurerm_user_assigned_identity.function.tags, azurerm_user_assigned_identity.host.tags, azurerm_user_assigned_identity.topics.tags,
      azurerm_monitor_scheduled_query_rules_alert_v2.this["dead-letters"].tags, azurerm_monitor_metric_alert.undelivered["one"].tags,
    ] : tags == tomap({ application = "mediafn", mediafn-name = "traffic", team = "vision" })])
    error_message = "something has no tags"
  }
}

run "records_outlive_the_function" {
  assert {
    condition     = azurerm_storage_account.data.blob_properties[0].versioning_enabled && azurerm_storage_account.data.blob_properties[0].delete_retention_policy[0].days == 30
    error_message = "records can be lost"
  }
}

run "schedule" {
  variables {
    schedule = "0 30 2 * * 1-5"
    pipeline = "{\"rules\":[],\"schedule\":[{\"operation\":\"compact\",\"dataset\":\"https://traffic.blob.core.windows.net/dataset/dataset/\"}]}"
  }
  assert {
    condition     = azurerm_function_app_flex_consumption.this.app_settings.MEDIAFN_SCHEDULE_CRON == "0 30 2 * * 1-5" && azurerm_function_app_flex_consumption.this.app_settings["AzureWebJobs.schedule.Disabled"] == "false"
    error_message = "the schedule doesn't start the function when it should"
  }
  assert {
    condition = {
      for key, assignment in azurerm_role_assignment.objects : key => regex("blobs/delete'}\\)\\) OR \\((.*)\\)\\)$", assignment.condition)[0]
      } == {
      media-one = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'"
      dataset   = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path] StringLike 'dataset/segments/*'"
    }
    error_message = "more, or less, than folded records may be deleted"
  }
  assert {
    condition     = azurerm_function_app_flex_consumption.this.app_settings.MEDIAFN_ALLOW == "https://media.blob.core.windows.net/media-in/in/,https://${azurerm_storage_account.data.name}.blob.core.windows.net/dataset/dataset/"
    error_message = "requests of the schedule can't name the dataset"
  }
}

run "nothing_but_the_queue_by_default" {
  assert {
    condition     = alltrue([for name in ["schedule", "eventGrid", "blob"] : azurerm_function_app_flex_consumption.this.app_settings["AzureWebJobs.${name}.Disabled"] == "true"])
    error_message = "a clock, or something else, starts a function, though nobody asked for it"
  }
}

run "folding_where_http_may_ask_for_it" {
  variables {
    enable_http        = true
    allowed_operations = ["compact"]
  }
  assert {
    condition     = endswith(azurerm_role_assignment.objects["dataset"].condition, "blobs:path] StringLike 'dataset/segments/*'))") && endswith(azurerm_role_assignment.objects["media-one"].condition, "containers:name] StringEquals '-'))")
    error_message = "folded records, and nothing else, can be deleted"
  }
  assert {
    condition     = length(regexall("prefix\\] StringLike", azurerm_role_assignment.objects["media-one"].condition)) == 0
    error_message = "media may be listed though nothing asks for it"
  }
}
