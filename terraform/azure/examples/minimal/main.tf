# A media container, and mediafn beside it: what is put into the container becomes a record of the dataset.

variable "subscription_id" {
  description = "The subscription"
  type        = string
}

variable "location" {
  description = "Region of everything"
  type        = string
  default     = "westeurope"
}

variable "media_account" {
  description = "Name of the storage account to create for media; nobody in the world may have it yet"
  type        = string
}

variable "my_address" {
  description = "The address that you bring up the package from, such as 203.0.113.7"
  type        = string
}

variable "artifact" {
  description = "The package, as ./mvnw -pl azure-functions -am package makes it"
  type        = string
  default     = "../../../../azure-functions/target/mediafn-azure-functions.zip"
}

provider "azurerm" {
  features {
    application_insights {
      disable_generated_rule = true # else Azure adds an alarm of its own, which terraform destroy stumbles over
    }
  }
  subscription_id     = var.subscription_id
  storage_use_azuread = true
}

resource "azurerm_resource_group" "this" {
  name     = "mediafn"
  location = var.location
}

resource "azurerm_storage_account" "media" {
  #checkov:skip=CKV_AZURE_33:An example: it has no queues
  #checkov:skip=CKV_AZURE_35:An example: reached over the internet, with TLS and an identity
  #checkov:skip=CKV_AZURE_59:An example: public by network, closed to whoever has no role
  #checkov:skip=CKV_AZURE_206:An example: replication is the owner's choice
  #checkov:skip=CKV2_AZURE_1:Microsoft's keys encrypt it; the complete example has a key
  #checkov:skip=CKV2_AZURE_21:An example: who reads media is the owner's to log
  #checkov:skip=CKV2_AZURE_33:An example: a private endpoint needs a virtual network
  #checkov:skip=CKV2_AZURE_38:An example: deleted media are gone
  #checkov:skip=CKV2_AZURE_41:There are no signatures, since keys are off
  name                            = var.media_account
  resource_group_name             = azurerm_resource_group.this.name
  location                        = azurerm_resource_group.this.location
  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = false
  local_user_enabled              = false
}

resource "azurerm_storage_container" "media" {
  #checkov:skip=CKV2_AZURE_21:An example: who reads media is the owner's to log
  name                  = "media"
  storage_account_id    = azurerm_storage_account.media.id
  container_access_type = "private"
}

module "mediafn" {
  source = "../.."

  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  name                = "mediafn"
  artifact            = { path = var.artifact }
  media_buckets       = { arrivals = { bucket = azurerm_storage_container.media.name, account_id = azurerm_storage_account.media.id } }
  deployer_cidrs      = ["${var.my_address}/32"]
}

output "media_container" {
  description = "Where media are put"
  value       = "https://${azurerm_storage_account.media.name}.blob.core.windows.net/${azurerm_storage_container.media.name}/"
}

output "mediafn" {
  description = "The module's outputs"
  value       = module.mediafn
}
