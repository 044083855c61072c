# Two accounts: the host's own (package, locks, keys), and that of the data (queue, dead letters, dataset), so that neither
# identity can do what only the other has to.

locals {
  # /subscriptions/S/resourceGroups/G/providers/Microsoft.KeyVault/vaults/VAULT/keys/NAME
  key_uri = var.kms_key == null ? null : "https://${split("/", var.kms_key)[8]}.vault.azure.net/keys/${split("/", var.kms_key)[10]}"
}

resource "azurerm_storage_account" "host" {
  #checkov:skip=CKV_AZURE_33:Reads and writes of the host's own queues tell nothing
  #checkov:skip=CKV_AZURE_35:Flex Consumption reaches it over the internet, with TLS and an identity; keys are off. Networks are for whoever has a virtual network
  #checkov:skip=CKV_AZURE_43:The check takes the expression for the name; what comes of it has 3 to 24 lower-case letters and digits
  #checkov:skip=CKV_AZURE_59:As above: public by network, closed to whoever has no role
  #checkov:skip=CKV_AZURE_206:It holds a package that anybody can build again
  #checkov:skip=CKV2_AZURE_1:Microsoft's keys encrypt it, and kms_key does where one is given
  #checkov:skip=CKV2_AZURE_21:Reads of packages and locks tell nothing
  #checkov:skip=CKV2_AZURE_33:A private endpoint needs a virtual network, which is the owner's to have
  #checkov:skip=CKV2_AZURE_38:It holds a package that anybody can build again
  #checkov:skip=CKV2_AZURE_41:There are no signatures, since keys are off
  name                = "${local.short}host${local.unique}"
  resource_group_name = var.resource_group_name
  location            = var.location

  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = false
  local_user_enabled              = false
  queue_encryption_key_type       = "Account"
  table_encryption_key_type       = "Account"

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.host.id]
  }

  dynamic "customer_managed_key" {
    for_each = var.kms_key == null ? [] : [local.key_uri]
    content {
      key_vault_key_id          = customer_managed_key.value
      user_assigned_identity_id = azurerm_user_assigned_identity.host.id
    }
  }

  tags       = local.tags
  depends_on = [azurerm_role_assignment.key]
}

resource "azurerm_storage_account" "data" {
  #checkov:skip=CKV_AZURE_33:Its queues are logged by Azure Monitor (logs.tf), which this check doesn't know
  #checkov:skip=CKV_AZURE_35:Event Grid and Flex Consumption reach it over the internet, with TLS and an identity; keys are off
  #checkov:skip=CKV_AZURE_43:The check takes the expression for the name; what comes of it has 3 to 24 lower-case letters and digits
  #checkov:skip=CKV_AZURE_59:As above: public by network, closed to whoever has no role
  #checkov:skip=CKV_AZURE_206:The records can be made again from the media; replication is the owner's choice
  #checkov:skip=CKV2_AZURE_1:Microsoft's keys encrypt it, and kms_key does where one is given
  #checkov:skip=CKV2_AZURE_21:Who reads records is the owner's to log; writes and deletions of the queue are (logs.tf)
  #checkov:skip=CKV2_AZURE_33:A private endpoint needs a virtual network, which is the owner's to have
  #checkov:skip=CKV2_AZURE_41:There are no signatures, since keys are off
  name                = "${local.short}data${local.unique}"
  resource_group_name = var.resource_group_name
  location            = var.location

  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = false
  local_user_enabled              = false
  queue_encryption_key_type       = "Account"
  table_encryption_key_type       = "Account"

  # The records are small, and compacting them deletes files; this is the way back.
  blob_properties {
    versioning_enabled = true
    delete_retention_policy {
      days = 30
    }
    container_delete_retention_policy {
      days = 30
    }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.host.id]
  }

  dynamic "customer_managed_key" {
    for_each = var.kms_key == null ? [] : [local.key_uri]
    content {
      key_vault_key_id          = customer_managed_key.value
      user_assigned_identity_id = azurerm_user_assigned_identity.host.id
    }
  }

  tags       = local.tags
  depends_on = [azurerm_role_assignment.key]
}

resource "azurerm_storage_management_policy" "data" {
  storage_account_id = azurerm_storage_account.data.id

  rule {
    name    = "expire-old-versions"
    enabled = true
    filters {
      blob_types = ["blockBlob"]
    }
    actions {
      version {
        delete_after_days_since_creation = 30
      }
    }
  }
}

resource "azurerm_storage_container" "packages" {
  #checkov:skip=CKV2_AZURE_21:Reads of packages tell nothing
  name                  = "packages"
  storage_account_id    = azurerm_storage_account.host.id
  container_access_type = "private"
}

# A container of its own: nothing watches it, so what the function writes can never start the function.
resource "azurerm_storage_container" "dataset" {
  #checkov:skip=CKV2_AZURE_21:Who reads records is the owner's to log
  count = local.creates_dataset ? 1 : 0

  name                  = "dataset"
  storage_account_id    = azurerm_storage_account.data.id
  container_access_type = "private"
}

resource "azurerm_storage_container" "dead_letters" {
  #checkov:skip=CKV2_AZURE_21:What comes to lie here raises an alarm
  name                  = "dead-letters"
  storage_account_id    = azurerm_storage_account.data.id
  container_access_type = "private"
}

resource "azurerm_storage_queue" "events" {
  name               = "events"
  storage_account_id = azurerm_storage_account.data.id
}

# The host moves a message here after five tries. It is created here, so that nobody needs the right to create queues.
resource "azurerm_storage_queue" "poison" {
  name               = "${azurerm_storage_queue.events.name}-poison"
  storage_account_id = azurerm_storage_account.data.id
}
