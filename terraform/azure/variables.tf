# The first variables are the same on AWS, Google Cloud and Azure, in name, type and meaning; what this cloud needs
# beyond them is at the end.

variable "name" {
  description = "Begins the name of everything that is created. 3 to 24 lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}[a-z0-9]$", var.name))
    error_message = "name must be 3 to 24 lower-case letters, digits and hyphens, begin with a letter and not end in a hyphen."
  }
}

variable "tags" {
  description = "Tags of everything that is created and can have tags."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "artifact" {
  description = "The package: a file of this machine (`path`). It is brought up by the command in the output `deploy_command`, as Azure has no safe way to do that in Terraform (see README.md)."
  type = object({
    path    = optional(string)
    bucket  = optional(string)
    key     = optional(string)
    version = optional(string)
  })
  nullable = false

  validation {
    condition     = var.artifact.path != null && var.artifact.bucket == null && var.artifact.key == null && var.artifact.version == null
    error_message = "artifact must have path, and nothing else: Flex Consumption takes no package from a container of yours."
  }
}

variable "runtime" {
  description = "Java runtime: `java21` or `java25`."
  type        = string
  default     = "java21"
  nullable    = false

  validation {
    condition     = contains(["java21", "java25"], var.runtime)
    error_message = "runtime must be java21 or java25."
  }
}

variable "memory_mb" {
  description = "Memory of the function in MB. More is also more CPU, so cold starts get shorter."
  type        = number
  default     = 2048
  nullable    = false

  validation {
    condition     = contains([2048, 4096], var.memory_mb)
    error_message = "memory_mb must be 2048 or 4096, the instances that Flex Consumption has."
  }
}

variable "timeout_seconds" {
  description = "How long one call of the function may take."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 1800 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds must be a whole number from 10 to 1800. (HTTP calls are cut off after 230 by Azure, whatever it is.)"
  }
}

variable "max_concurrency" {
  description = "How many instances of the function may work on events at the same time."
  type        = number
  default     = 40
  nullable    = false

  validation {
    condition     = var.max_concurrency >= 40 && var.max_concurrency <= 1000 && floor(var.max_concurrency) == var.max_concurrency
    error_message = "max_concurrency must be a whole number from 40, the lowest limit that Flex Consumption has everywhere, to 1000."
  }
}

variable "media_buckets" {
  description = "Where media arrive, by names of your choice: each container (`bucket`) with the resource ID of its storage account (`account_id`), the `prefixes` below which objects are watched and can be read at all (default: all), and the account's Event Grid `system_topic` if it has one already, since it can have but one (its `name`, `resource_group_name` and the `principal_id` of its identity). `kms_key` is not looked at: Azure Storage uses its key by itself."
  type = map(object({
    bucket   = string
    prefixes = optional(list(string), [""])
    kms_key  = optional(string)

    account_id = string
    system_topic = optional(object({
      name                = string
      resource_group_name = string
      principal_id        = string
    }))
  }))
  nullable = false

  validation {
    condition     = length(var.media_buckets) > 0
    error_message = "media_buckets must have at least one bucket."
  }

  validation {
    condition     = alltrue([for key, place in var.media_buckets : can(regex("^[a-z][a-z0-9-]{0,19}$", key))])
    error_message = "media_buckets: the names must be 1 to 20 lower-case letters, digits and hyphens."
  }

  validation {
    condition     = alltrue([for place in var.media_buckets : can(regex("^[a-z0-9]([a-z0-9]|-[a-z0-9]){2,62}$", place.bucket))])
    error_message = "media_buckets: bucket must be the name of a container: 3 to 63 lower-case letters, digits and single hyphens."
  }

  validation {
    condition     = length(distinct([for place in var.media_buckets : "${place.account_id}/${place.bucket}"])) == length(var.media_buckets)
    error_message = "media_buckets: each container may be there once; give it several prefixes instead."
  }

  validation {
    condition = length(distinct([for place in var.media_buckets : lower(place.account_id) if place.system_topic == null])) == length(
      [for place in var.media_buckets : place if place.system_topic == null]
    )
    error_message = "media_buckets: two containers of one account need the account's system_topic, since it can have but one."
  }

  validation {
    condition     = alltrue([for place in var.media_buckets : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Storage/storageAccounts/[a-z0-9]{3,24}$", place.account_id))])
    error_message = "media_buckets: account_id must be the resource ID of a storage account: /subscriptions/.../providers/Microsoft.Storage/storageAccounts/NAME."
  }

  # A prefix becomes part of the condition of a role assignment, where quotes mean something.
  validation {
    condition     = alltrue([for place in var.media_buckets : length(place.prefixes) > 0 && alltrue([for prefix in place.prefixes : can(regex("^([A-Za-z0-9_.-]+/)*$", prefix))])])
    error_message = "media_buckets: prefixes must be empty, or folders of letters, digits, '_', '.' and '-', each followed by a slash."
  }

  validation {
    condition = alltrue(flatten([for place in var.media_buckets : [for i, a in place.prefixes : [for j, b in place.prefixes :
      i == j || !startswith(a, b)
    ]]]))
    error_message = "media_buckets: prefixes of one bucket must not contain each other, since each object would be handled twice."
  }
}

variable "destinations" {
  description = "Where the function may write media, by names of your choice: what copy rules and the operations copy, move and upload-media may name. As in `media_buckets`."
  type = map(object({
    bucket   = string
    prefixes = optional(list(string), [""])
    kms_key  = optional(string)

    account_id = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for place in var.destinations : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Storage/storageAccounts/[a-z0-9]{3,24}$", place.account_id))])
    error_message = "destinations: account_id must be the resource ID of a storage account."
  }

  validation {
    condition     = alltrue([for place in var.destinations : can(regex("^[a-z0-9]([a-z0-9]|-[a-z0-9]){2,62}$", place.bucket))])
    error_message = "destinations: bucket must be the name of a container: 3 to 63 lower-case letters, digits and single hyphens."
  }

  validation {
    condition     = alltrue([for place in var.destinations : length(place.prefixes) > 0 && alltrue([for prefix in place.prefixes : can(regex("^([A-Za-z0-9_.-]+/)*$", prefix))])])
    error_message = "destinations: prefixes must be empty, or folders of letters, digits, '_', '.' and '-', each followed by a slash."
  }

  validation {
    condition = alltrue(flatten([for to in var.destinations : [for from in var.media_buckets : [for a in to.prefixes : [for b in from.prefixes :
      to.account_id != from.account_id || to.bucket != from.bucket || !(startswith(a, b) || startswith(b, a))
    ]]]]))
    error_message = "destinations must lie outside of media_buckets: what the function writes would start it again."
  }
}

variable "dataset" {
  description = "What events write to: the location of a manifest (`https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX/`, with `dataset_account_id`), or the name of a FiftyOne dataset (with `database_secret`). Null creates a container for a manifest."
  type        = string
  default     = null

  validation {
    condition = (
      var.dataset == null ||
      can(regex("^https://[a-z0-9]{3,24}\\.blob\\.core\\.windows\\.net/[a-z0-9-]{3,63}/([A-Za-z0-9_.-]+/)+$", var.dataset)) ||
      can(regex("^[^/:]+$", var.dataset))
    )
    error_message = "dataset must be https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER/ (folders of letters, digits, '_', '.' and '-', each followed by a slash), or the name of a FiftyOne dataset."
  }

  validation {
    condition     = !strcontains(coalesce(var.dataset, "-"), "://") || var.dataset_account_id != null
    error_message = "dataset is a location, which needs dataset_account_id."
  }
}

variable "pipeline" {
  description = "What is done with an event: rules as JSON, or the location of a file with them in a container that the function may read. Null measures new objects into the dataset."
  type        = string
  default     = null

  validation {
    condition     = var.pipeline == null || can(jsondecode(var.pipeline).rules) || can(regex("^https://[a-z0-9]{3,24}\\.blob\\.core\\.windows\\.net/.+[^/]$", var.pipeline))
    error_message = "pipeline must be JSON with a field rules, or the location of such a file: https://ACCOUNT.blob.core.windows.net/CONTAINER/NAME."
  }
}

variable "schedule" {
  description = "When the requests in the pipeline's \"schedule\" run, in the cloud's own notation, such as `0 0 3 * * *` (seconds first), in UTC; empty, never."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.schedule == "" || can(regex("^[0-9A-Za-z*,/-]+( [0-9A-Za-z*,/-]+){5}$", var.schedule))
    error_message = "schedule must have the six fields of NCRONTAB, seconds first, such as 0 0 3 * * *."
  }
}

variable "jobs" {
  description = "Where jobs and the replies of idempotent requests are kept: `https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX/`, with `jobs_account_id`. Null: there are none."
  type        = string
  default     = null

  validation {
    condition     = var.jobs == null || can(regex("^https://[a-z0-9]{3,24}\\.blob\\.core\\.windows\\.net/[a-z0-9-]{3,63}/([A-Za-z0-9_.-]+/)+$", var.jobs))
    error_message = "jobs must be https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER/, of letters, digits, '_', '.' and '-', ending in a slash."
  }

  validation {
    condition     = var.jobs == null || var.jobs_account_id != null
    error_message = "jobs needs jobs_account_id."
  }
}

variable "enable_http" {
  description = "Whether the function can be called by HTTP. Callers always have to be known to the cloud."
  type        = bool
  default     = false
  nullable    = false
}

variable "http_invokers" {
  description = "Who may call it by HTTP: object IDs of users or service principals of Entra, with `http_client_id`."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for id in var.http_invokers : can(regex("^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", id))])
    error_message = "http_invokers must be object IDs of Entra, such as 0a1b2c3d-0000-0000-0000-000000000000."
  }
}

variable "allowed_operations" {
  description = "The operations that HTTP calls may ask for. What the function's identity may do follows from them."
  type        = list(string)
  default     = ["list", "metadata", "stat"]
  nullable    = false

  validation {
    condition = alltrue([for operation in var.allowed_operations : contains(
      ["compact", "copy", "delete", "list", "metadata", "migrate", "move", "relink", "stat", "upload-media"], operation
    )])
    error_message = "allowed_operations may have compact, copy, delete, list, metadata, migrate, move, relink, stat and upload-media."
  }
}

variable "database_secret" {
  description = "The secret that holds the URI of FiftyOne's database: the resource ID of a secret in a Key Vault that uses RBAC."
  type        = string
  default     = null

  validation {
    condition     = var.database_secret == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.KeyVault/vaults/[^/]+/secrets/[A-Za-z0-9-]+$", var.database_secret))
    error_message = "database_secret must be the resource ID of a secret, without its version (/subscriptions/.../providers/Microsoft.KeyVault/vaults/VAULT/secrets/NAME); the URI itself would be readable in the state and in the function's settings."
  }
}

variable "database_name" {
  description = "The name of FiftyOne's database."
  type        = string
  default     = "fiftyone"
  nullable    = false
}

variable "kms_key" {
  description = "Key that encrypts what is created: the storage accounts, with blobs and queues. The resource ID of a key in a Key Vault that uses RBAC and has purge protection. Null: Microsoft's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.KeyVault/vaults/[^/]+/keys/[A-Za-z0-9-]+$", var.kms_key))
    error_message = "kms_key must be the resource ID of a key, without its version: /subscriptions/.../providers/Microsoft.KeyVault/vaults/VAULT/keys/NAME."
  }
}

variable "log_retention_days" {
  description = "Days that the function's log is kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.log_retention_days >= 30 && var.log_retention_days <= 730 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days must be a whole number from 30 to 730, as Log Analytics has it."
  }
}

variable "alarm_targets" {
  description = "Who hears the alarms: resource IDs of action groups of Azure Monitor. Without any the alarms are there, and tell nobody."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for target in var.alarm_targets : can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/[Mm]icrosoft.[Ii]nsights/actionGroups/[^/]+$", target))])
    error_message = "alarm_targets must be resource IDs of action groups: /subscriptions/.../providers/Microsoft.Insights/actionGroups/NAME."
  }
}

# ---- Only on Azure ----------------------------------------------------------------------------------------------------

variable "resource_group_name" {
  description = "The resource group that everything is created in."
  type        = string
  nullable    = false
}

variable "location" {
  description = "The region of everything, such as `westeurope`; where the media accounts are."
  type        = string
  nullable    = false
}

variable "events_per_instance" {
  description = "How many events an instance works on at the same time, 1 to 32. All together there are up to `max_concurrency` times as many."
  type        = number
  default     = 4
  nullable    = false

  validation {
    condition     = var.events_per_instance >= 1 && var.events_per_instance <= 32 && floor(var.events_per_instance) == var.events_per_instance
    error_message = "events_per_instance must be a whole number from 1 to 32."
  }
}

variable "dataset_account_id" {
  description = "The resource ID of the storage account of `dataset`, if that is a location."
  type        = string
  default     = null

  validation {
    condition     = var.dataset_account_id == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Storage/storageAccounts/[a-z0-9]{3,24}$", var.dataset_account_id))
    error_message = "dataset_account_id must be the resource ID of a storage account."
  }
}

variable "jobs_account_id" {
  description = "The resource ID of the storage account of `jobs`."
  type        = string
  default     = null

  validation {
    condition     = var.jobs_account_id == null || can(regex("^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Storage/storageAccounts/[a-z0-9]{3,24}$", var.jobs_account_id))
    error_message = "jobs_account_id must be the resource ID of a storage account."
  }
}

variable "http_client_id" {
  description = "The client ID of the application of Entra that stands for the function: callers need a token for it. Null: callers need the function's key."
  type        = string
  default     = null
}

variable "http_allowed_cidrs" {
  description = "Networks that HTTP calls may come from, such as `203.0.113.0/24`. Without any, none get through."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.http_allowed_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "http_allowed_cidrs must be networks such as 203.0.113.0/24, and not the whole internet."
  }
}

variable "deployer_cidrs" {
  description = "Networks that packages may be brought up from, such as your own address with `/32`. Without any, none get through."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.deployer_cidrs : can(cidrhost(cidr, 0)) && !endswith(cidr, "/0")])
    error_message = "deployer_cidrs must be networks such as 203.0.113.7/32, and not the whole internet."
  }
}
