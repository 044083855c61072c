locals {
  blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"

  # What the operations that HTTP may call, and the rules of the pipeline, need beyond measuring new objects.
  lists   = length(setsubtract(local.operations, ["compact", "stat"])) > 0
  deletes = length(setintersection(local.operations, ["delete", "migrate", "move"])) > 0
  # Relinking and unregistering read the dataset; measuring alone never does.
  reads_dataset = local.dataset_in_store && (var.pipeline != null || length(local.operations) > 0)
  # Folding records deletes the files that were folded.
  folds_records = local.dataset_in_store && (local.scheduled || contains(local.operations, "compact"))

  dataset_account = local.creates_dataset ? azurerm_storage_account.data.id : var.dataset_account_id
  dataset_parts   = local.dataset_in_store ? split("/", local.dataset) : []
  dataset_prefix  = local.dataset_in_store ? join("/", slice(local.dataset_parts, 4, length(local.dataset_parts))) : ""
  jobs_parts      = var.jobs == null ? [] : split("/", var.jobs)

  # Prefixes of a container that may be read, listed, written and deleted below. What isn't there is not allowed.
  grants = merge(
    { for name, place in var.media_buckets : "media-${name}" => {
      account = place.account_id
      bucket  = place.bucket
      read    = place.prefixes
      list    = local.lists ? place.prefixes : []
      write   = []
      delete  = local.deletes ? place.prefixes : []
    } },
    { for name, place in var.destinations : "to-${name}" => {
      account = place.account_id
      bucket  = place.bucket
      read    = place.prefixes
      list    = local.lists ? place.prefixes : []
      write   = place.prefixes
      delete  = local.deletes ? place.prefixes : []
    } },
    { for name in local.dataset_in_store ? ["dataset"] : [] : name => {
      account = local.dataset_account
      bucket  = local.dataset_parts[3]
      read    = local.reads_dataset ? [local.dataset_prefix] : []
      list    = local.reads_dataset ? [local.dataset_prefix] : []
      write   = ["${local.dataset_prefix}segments/"]
      delete  = local.folds_records ? ["${local.dataset_prefix}segments/"] : []
    } },
    { for name in var.jobs == null ? [] : ["jobs"] : name => {
      account = var.jobs_account_id
      bucket  = local.jobs_parts[3]
      read    = [join("/", slice(local.jobs_parts, 4, length(local.jobs_parts)))]
      list    = [join("/", slice(local.jobs_parts, 4, length(local.jobs_parts)))]
      write   = [join("/", slice(local.jobs_parts, 4, length(local.jobs_parts)))]
      delete  = []
    } },
  )

  # No container has this name (it is too short), so a condition with it never holds.
  never = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals '-'"

  conditions = { for key, grant in local.grants : key => join(" AND ", [
    "((!(ActionMatches{'${local.blobs}/read'} AND NOT SubOperationMatches{'Blob.List'})) OR (${length(grant.read) == 0 ? local.never : join(" OR ", [
      for prefix in grant.read : "@Resource[${local.blobs}:path] StringLike '${prefix}*'"
    ])}))",
    "((!(ActionMatches{'${local.blobs}/read'} AND SubOperationMatches{'Blob.List'})) OR (${length(grant.list) == 0 ? local.never : join(" OR ", [
      for prefix in grant.list : "@Request[${local.blobs}:prefix] StringLike '${prefix}*'"
    ])}))",
    "((!(ActionMatches{'${local.blobs}/write'}) AND !(ActionMatches{'${local.blobs}/add/action'})) OR (${length(grant.write) == 0 ? local.never : join(" OR ", [
      for prefix in grant.write : "@Resource[${local.blobs}:path] StringLike '${prefix}*'"
    ])}))",
    "((!(ActionMatches{'${local.blobs}/delete'})) OR (${length(grant.delete) == 0 ? local.never : join(" OR ", [
      for prefix in grant.delete : "@Resource[${local.blobs}:path] StringLike '${prefix}*'"
    ])}))",
  ]) }

  queue_scope        = "${azurerm_storage_account.data.id}/queueServices/default/queues/${azurerm_storage_queue.events.name}"
  poison_scope       = "${azurerm_storage_account.data.id}/queueServices/default/queues/${azurerm_storage_queue.poison.name}"
  dead_letters_scope = "${azurerm_storage_account.data.id}/blobServices/default/containers/${azurerm_storage_container.dead_letters.name}"

  function_principal = azurerm_user_assigned_identity.function.principal_id

  # Key Vault references are resolved with the app's own identity, which is there only with the app.
  app_principal = one([for identity in azurerm_function_app_flex_consumption.this.identity : lookup(identity, "principal_id", "")])

  # Whom Event Grid acts as: our identity, or that of a topic that was there before.
  deliverers = merge(
    length(local.new_topics) == 0 ? {} : { topics = azurerm_user_assigned_identity.topics.principal_id },
    { for name, place in var.media_buckets : name => place.system_topic.principal_id if place.system_topic != null },
  )
}

# Whom the functions act as.
resource "azurerm_user_assigned_identity" "function" {
  name                = "${var.name}-function"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = local.tags
}

# Whom Event Grid acts as.
resource "azurerm_user_assigned_identity" "topics" {
  name                = "${var.name}-topics"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = local.tags
}

# Storage Blob Data Contributor could delete whole containers; this role knows blobs only, and conditions narrow it further.
resource "azurerm_role_definition" "objects" {
  name        = "mediafn ${var.name} ${local.unique}"
  scope       = "/subscriptions/${data.azurerm_client_config.this.subscription_id}"
  description = "Blobs, without their containers, for the functions of ${var.name}"

  permissions {
    actions = []
    data_actions = [
      "${local.blobs}/read",
      "${local.blobs}/write",
      "${local.blobs}/add/action",
      "${local.blobs}/delete",
    ]
  }
}

resource "azurerm_role_assignment" "objects" {
  for_each = local.grants

  scope              = "${each.value.account}/blobServices/default/containers/${each.value.bucket}"
  role_definition_id = azurerm_role_definition.objects.role_definition_resource_id
  principal_id       = local.function_principal
  principal_type     = "ServicePrincipal"
  condition_version  = "2.0"
  condition          = local.conditions[each.key]

  # The conditions go by their names.
  depends_on = [azurerm_storage_container.dataset]
}

# ---- The queue --------------------------------------------------------------------------------------------------------

resource "azurerm_role_assignment" "take_events" {
  for_each = toset(["Storage Queue Data Message Processor", "Storage Queue Data Reader"]) # the second tells its length, for scaling

  scope                = local.queue_scope
  role_definition_name = each.key
  principal_id         = local.function_principal
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "poison" {
  scope                = local.poison_scope
  role_definition_name = "Storage Queue Data Message Sender"
  principal_id         = local.function_principal
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "topic_to_queue" {
  for_each = local.deliverers

  scope                = local.queue_scope
  role_definition_name = "Storage Queue Data Message Sender"
  principal_id         = each.value
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "topic_to_dead_letters" {
  for_each = local.deliverers

  scope                = local.dead_letters_scope
  role_definition_name = "Storage Blob Data Contributor"
  principal_id         = each.value
  principal_type       = "ServicePrincipal"
}

# ---- The rest of the function's needs ---------------------------------------------------------------------------------

resource "azurerm_role_assignment" "database" {
  count = var.database_secret == null ? 0 : 1

  scope                = var.database_secret
  role_definition_name = "Key Vault Secrets User"
  principal_id         = local.app_principal
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "telemetry" {
  scope                = azurerm_application_insights.this.id
  role_definition_name = "Monitoring Metrics Publisher"
  principal_id         = local.function_principal
  principal_type       = "ServicePrincipal"
}

# ---- The host ---------------------------------------------------------------------------------------------------------

resource "azurerm_user_assigned_identity" "host" {
  name                = "${var.name}-host"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = local.tags
}

# What Azure asks for: the package, locks, and the keys of functions.
resource "azurerm_role_assignment" "host" {
  scope                = azurerm_storage_account.host.id
  role_definition_name = "Storage Blob Data Owner"
  principal_id         = azurerm_user_assigned_identity.host.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "key" {
  count = var.kms_key == null ? 0 : 1

  scope                = var.kms_key
  role_definition_name = "Key Vault Crypto Service Encryption User"
  principal_id         = azurerm_user_assigned_identity.host.principal_id
  principal_type       = "ServicePrincipal"
}
