# media containers --created, deleted--> Event Grid --> queue --> function --one small NDJSON file an event--> dataset
#                                            |            \--after five tries--> poison queue --> alarms
#                                            \--what the queue doesn't take--> container of dead letters --> alarm

data "azurerm_client_config" "this" {}

locals {
  tags = merge({ application = "mediafn", mediafn-name = var.name }, var.tags)

  # Storage accounts and function apps have names that are unique in the world.
  unique = substr(sha256("${data.azurerm_client_config.this.subscription_id}/${var.resource_group_name}/${var.name}"), 0, 6)
  short  = substr(replace(var.name, "-", ""), 0, 12)

  # One for each prefix; the keys are known before the containers are.
  media = merge([for name, place in var.media_buckets : {
    for i, prefix in place.prefixes : "${name}-${i}" => {
      name    = name
      bucket  = place.bucket
      account = split("/", place.account_id)[8]
      prefix  = prefix
    }
  }]...)
  destinations = merge([for name, place in var.destinations : {
    for i, prefix in place.prefixes : "${name}-${i}" => { bucket = place.bucket, account = split("/", place.account_id)[8], prefix = prefix }
  }]...)

  creates_dataset  = var.dataset == null
  dataset_in_store = local.creates_dataset || strcontains(coalesce(var.dataset, "-"), "://")
  dataset          = local.creates_dataset ? "https://${azurerm_storage_account.data.name}.blob.core.windows.net/dataset/dataset/" : var.dataset

  operations = var.enable_http ? sort(distinct(var.allowed_operations)) : []

  scheduled = var.schedule != ""
  # What lies in a file is known to the function alone, which fails where there are none.
  has_requests = try(length(jsondecode(var.pipeline).schedule) > 0, startswith(coalesce(var.pipeline, "-"), "https://"))

  # What requests and events may name. A dataset only where a request can name one.
  allow = concat(
    [for place in concat(values(local.media), values(local.destinations)) : "https://${place.account}.blob.core.windows.net/${place.bucket}/${place.prefix}"],
    (var.enable_http || local.scheduled) && local.dataset_in_store ? [local.dataset] : [],
  )

  settings = merge(
    {
      MEDIAFN_DATASET = local.dataset
      MEDIAFN_ALLOW   = join(",", local.allow)
      # The platform doesn't tell a function how much time it has.
      MEDIAFN_TIMEOUT_SECONDS = tostring(var.timeout_seconds)
      MEDIAFN_EVENTS_QUEUE    = azurerm_storage_queue.events.name
      # The host wants every %NAME% of the bindings, also those of functions that are off.
      MEDIAFN_SCHEDULE_CRON             = local.scheduled ? var.schedule : "0 0 3 * * *"
      MEDIAFN_BLOBS                     = "media/{name}"
      "AzureWebJobs.schedule.Disabled"  = tostring(!local.scheduled)
      "AzureWebJobs.eventGrid.Disabled" = "true"
      "AzureWebJobs.blob.Disabled"      = "true"
      # No cache of media on disk. Absent would mean 32 GB to FiftyOne, so it is said.
      FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"

      # Azure's clients act as the identity that this names.
      AZURE_CLIENT_ID = azurerm_user_assigned_identity.function.client_id

      # The queue's connection; the function that is off for blobs has the same, and the host wants its part of it.
      MEDIA__blobServiceUri  = "https://${azurerm_storage_account.data.name}.blob.core.windows.net"
      MEDIA__queueServiceUri = "https://${azurerm_storage_account.data.name}.queue.core.windows.net"
      MEDIA__credential      = "managedidentity"
      MEDIA__clientId        = azurerm_user_assigned_identity.function.client_id

      # The host's own storage.
      AzureWebJobsStorage__accountName = azurerm_storage_account.host.name
      AzureWebJobsStorage__credential  = "managedidentity"
      AzureWebJobsStorage__clientId    = azurerm_user_assigned_identity.host.client_id

      APPLICATIONINSIGHTS_AUTHENTICATION_STRING = "Authorization=AAD;ClientId=${azurerm_user_assigned_identity.function.client_id}"

      # These come before host.json of the package.
      AzureFunctionsJobHost__functionTimeout = format(
        "%02d:%02d:%02d", floor(var.timeout_seconds / 3600), floor(var.timeout_seconds % 3600 / 60), var.timeout_seconds % 60
      )
      AzureFunctionsJobHost__extensions__queues__batchSize         = tostring(var.events_per_instance)
      AzureFunctionsJobHost__extensions__queues__newBatchThreshold = "0"
      AzureFunctionsJobHost__extensions__queues__maxDequeueCount   = "5"
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout = "00:05:00"
    },
    var.pipeline == null ? {} : { MEDIAFN_PIPELINE = var.pipeline },
    var.jobs == null ? {} : { MEDIAFN_JOBS = var.jobs },
    var.enable_http ? { MEDIAFN_OPERATIONS = join(",", local.operations) } : { "AzureWebJobs.http.Disabled" = "true" },
    var.database_secret == null ? {} : {
      # /subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/VAULT/secrets/NAME
      FIFTYONE_DATABASE_URI  = "@Microsoft.KeyVault(VaultName=${split("/", var.database_secret)[8]};SecretName=${split("/", var.database_secret)[10]})"
      FIFTYONE_DATABASE_NAME = var.database_name
    },
  )
}

resource "azurerm_service_plan" "this" {
  #checkov:skip=CKV_AZURE_212:Flex Consumption starts instances as they are needed
  #checkov:skip=CKV_AZURE_225:Zone redundancy of Flex Consumption needs instances that are always there, and paid for
  name                = "${var.name}-plan"
  resource_group_name = var.resource_group_name
  location            = var.location
  os_type             = "Linux"
  sku_name            = "FC1"
  tags                = local.tags
}

resource "azurerm_function_app_flex_consumption" "this" {
  name                = "${var.name}-${local.unique}"
  resource_group_name = var.resource_group_name
  location            = var.location
  service_plan_id     = azurerm_service_plan.this.id

  runtime_name           = "java"
  runtime_version        = trimprefix(var.runtime, "java")
  instance_memory_in_mb  = var.memory_mb
  maximum_instance_count = var.max_concurrency

  storage_container_type            = "blobContainer"
  storage_container_endpoint        = "https://${azurerm_storage_account.host.name}.blob.core.windows.net/${azurerm_storage_container.packages.name}"
  storage_authentication_type       = "UserAssignedIdentity"
  storage_user_assigned_identity_id = azurerm_user_assigned_identity.host.id

  https_only = true
  # Whoever brings up packages has an identity of Entra; there are no passwords for it.
  webdeploy_publish_basic_authentication_enabled = false

  app_settings = local.settings

  identity {
    type         = "SystemAssigned, UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.function.id, azurerm_user_assigned_identity.host.id]
  }

  site_config {
    minimum_tls_version                    = "1.2"
    scm_minimum_tls_version                = "1.2"
    http2_enabled                          = true
    application_insights_connection_string = azurerm_application_insights.this.connection_string

    # Nobody gets through but those who are named.
    ip_restriction_default_action     = "Deny"
    scm_ip_restriction_default_action = "Deny"

    dynamic "ip_restriction" {
      for_each = var.enable_http ? var.http_allowed_cidrs : []
      content {
        name       = "caller-${ip_restriction.key}"
        action     = "Allow"
        priority   = 100 + ip_restriction.key
        ip_address = ip_restriction.value
      }
    }

    dynamic "scm_ip_restriction" {
      for_each = var.deployer_cidrs
      content {
        name       = "deployer-${scm_ip_restriction.key}"
        action     = "Allow"
        priority   = 100 + scm_ip_restriction.key
        ip_address = scm_ip_restriction.value
      }
    }
  }

  dynamic "auth_settings_v2" {
    for_each = var.enable_http && var.http_client_id != null ? [var.http_client_id] : []
    content {
      auth_enabled           = true
      require_authentication = true
      require_https          = true
      unauthenticated_action = "Return401"
      default_provider       = "azureactivedirectory"

      active_directory_v2 {
        client_id            = auth_settings_v2.value
        tenant_auth_endpoint = "https://login.microsoftonline.com/${data.azurerm_client_config.this.tenant_id}/v2.0"
        allowed_audiences    = ["api://${auth_settings_v2.value}", auth_settings_v2.value]
        allowed_identities   = var.http_invokers
      }

      login {
        token_store_enabled = false
      }
    }
  }

  tags = local.tags

  lifecycle {
    precondition {
      condition     = local.dataset_in_store || var.database_secret != null
      error_message = "dataset is the name of a FiftyOne dataset, which needs database_secret."
    }
    precondition {
      condition     = !local.scheduled || local.has_requests
      error_message = "schedule says when the requests in the \"schedule\" of pipeline run, and pipeline has none."
    }
    precondition {
      condition     = length(var.http_invokers) == 0 || (var.enable_http && var.http_client_id != null)
      error_message = "http_invokers needs enable_http and http_client_id."
    }
    precondition {
      condition     = !var.enable_http || var.http_client_id == null || length(var.http_invokers) > 0
      error_message = "http_client_id needs http_invokers, else everybody of the tenant may call."
    }
  }

  # What they need first: a host without its storage doesn't start, and a function without its permissions fails its first
  # messages.
  depends_on = [
    azurerm_role_assignment.host,
    azurerm_role_assignment.objects,
    azurerm_role_assignment.poison,
    azurerm_role_assignment.take_events,
  ]
}
