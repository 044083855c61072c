# Everything at once: containers that exist already, a key, FiftyOne's database, copies to another container, jobs, HTTP, alarms.

variable "subscription_id" {
  description = "The subscription"
  type        = string
}

variable "resource_group_name" {
  description = "The resource group"
  type        = string
}

variable "location" {
  description = "Region of everything"
  type        = string
  default     = "westeurope"
}

variable "artifact" {
  description = "The package"
  type        = string
}

variable "media_account_id" {
  description = "Resource ID of the storage account that media arrive in, in its container media"
  type        = string
}

variable "archive_account_id" {
  description = "Resource ID of the storage account that they are copied to, in its container archive, and of jobs, in its container jobs"
  type        = string
}

variable "key" {
  description = "Resource ID of the key: /subscriptions/.../providers/Microsoft.KeyVault/vaults/VAULT/keys/NAME"
  type        = string
}

variable "database_secret" {
  description = "Resource ID of the secret with the URI of FiftyOne's database"
  type        = string
}

variable "alarm_email" {
  description = "Address that alarms are mailed to"
  type        = string
}

variable "application" {
  description = "Client ID of the application of Entra that stands for the function"
  type        = string
}

variable "caller" {
  description = "Object ID of the service principal that calls by HTTP"
  type        = string
}

variable "callers_network" {
  description = "Network that it calls from"
  type        = string
}

variable "deployers_network" {
  description = "Network that the package is brought up from"
  type        = string
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

resource "azurerm_monitor_action_group" "this" {
  name                = "traffic-alarms"
  resource_group_name = var.resource_group_name
  short_name          = "mediafn"

  email_receiver {
    name          = "alarms"
    email_address = var.alarm_email
  }
}

locals {
  media_account   = split("/", var.media_account_id)[8]
  archive_account = split("/", var.archive_account_id)[8]
}

module "mediafn" {
  source = "../.."

  resource_group_name = var.resource_group_name
  location            = var.location
  name                = "traffic"
  tags                = { team = "vision" }
  artifact            = { path = var.artifact }
  memory_mb           = 4096
  timeout_seconds     = 300
  max_concurrency     = 100
  events_per_instance = 8

  media_buckets   = { arrivals = { bucket = "media", account_id = var.media_account_id, prefixes = ["in/"] } }
  destinations    = { archive = { bucket = "archive", account_id = var.archive_account_id, prefixes = ["in/"] } }
  dataset         = "traffic"
  jobs            = "https://${local.archive_account}.blob.core.windows.net/jobs/jobs/"
  jobs_account_id = var.archive_account_id
  pipeline = jsonencode({
    rules = [{
      when = { prefix = "https://${local.media_account}.blob.core.windows.net/media/in/", event = "created" }
      do   = [{ metadata = {} }, { copy = { outdir = "https://${local.archive_account}.blob.core.windows.net/archive/in/" } }]
    }]
  })

  database_secret = var.database_secret
  database_name   = "fiftyone"

  enable_http        = true
  http_client_id     = var.application
  http_invokers      = [var.caller]
  http_allowed_cidrs = [var.callers_network]
  allowed_operations = ["copy", "list", "metadata", "relink", "stat"]
  deployer_cidrs     = [var.deployers_network]

  kms_key            = var.key
  log_retention_days = 365
  alarm_targets      = [azurerm_monitor_action_group.this.id]
}

output "mediafn" {
  description = "The module's outputs"
  value       = module.mediafn
}
