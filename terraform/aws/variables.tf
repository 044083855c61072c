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
  description = "The package: a file of this machine (`path`), or an object (`bucket`, `key`, and its `version` if there are several)."
  type = object({
    path    = optional(string)
    bucket  = optional(string)
    key     = optional(string)
    version = optional(string)
  })
  nullable = false

  validation {
    condition = (
      (var.artifact.path != null && var.artifact.bucket == null && var.artifact.key == null && var.artifact.version == null) ||
      (var.artifact.path == null && var.artifact.bucket != null && var.artifact.key != null)
    )
    error_message = "artifact must have either path, or bucket and key."
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
  default     = 1024
  nullable    = false

  validation {
    condition     = var.memory_mb >= 512 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb must be a whole number from 512 to 10240."
  }
}

variable "timeout_seconds" {
  description = "How long one call of the function may take."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.timeout_seconds >= 10 && var.timeout_seconds <= 900 && floor(var.timeout_seconds) == var.timeout_seconds
    error_message = "timeout_seconds must be a whole number from 10 to 900, which is the longest that Lambda lets a function run."
  }
}

variable "max_concurrency" {
  description = "How many instances of the function may work on events at the same time."
  type        = number
  default     = 10
  nullable    = false

  validation {
    condition     = var.max_concurrency >= 2 && var.max_concurrency <= 1000 && floor(var.max_concurrency) == var.max_concurrency
    error_message = "max_concurrency must be a whole number from 2 to 1000, as SQS event source mappings have it."
  }
}

variable "media_buckets" {
  description = "Where media arrive, by names of your choice: each `bucket`, the `prefixes` below which objects are watched and can be read at all (default: all), and the ARN of the bucket's `kms_key` if it has one."
  type = map(object({
    bucket   = string
    prefixes = optional(list(string), [""])
    kms_key  = optional(string)
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
    condition     = alltrue([for place in var.media_buckets : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", place.bucket))])
    error_message = "media_buckets: bucket must be the name of a bucket, not an ARN or a URL."
  }

  validation {
    condition     = length(distinct(values(var.media_buckets)[*].bucket)) == length(var.media_buckets)
    error_message = "media_buckets: each bucket may be there once; give it several prefixes instead."
  }

  # A prefix becomes part of an IAM resource, where * and ? are wildcards, and of a notification's filter, which compares
  # it with the URL-encoded key; so only characters that mean themselves in both.
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
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for place in var.destinations : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", place.bucket))])
    error_message = "destinations: bucket must be the name of a bucket, not an ARN or a URL."
  }

  validation {
    condition     = alltrue([for place in var.destinations : length(place.prefixes) > 0 && alltrue([for prefix in place.prefixes : can(regex("^([A-Za-z0-9_.-]+/)*$", prefix))])])
    error_message = "destinations: prefixes must be empty, or folders of letters, digits, '_', '.' and '-', each followed by a slash."
  }

  validation {
    condition = alltrue(flatten([for to in var.destinations : [for from in var.media_buckets : [for a in to.prefixes : [for b in from.prefixes :
      to.bucket != from.bucket || !(startswith(a, b) || startswith(b, a))
    ]]]]))
    error_message = "destinations must lie outside of media_buckets: what the function writes would start it again."
  }
}

variable "dataset" {
  description = "What events write to: the location of a manifest (`s3://BUCKET/PREFIX/`), or the name of a FiftyOne dataset (with `database_secret`). Null creates a bucket for a manifest."
  type        = string
  default     = null

  validation {
    condition = (
      var.dataset == null ||
      can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9_.-]+/)+$", var.dataset)) ||
      can(regex("^[^/:]+$", var.dataset))
    )
    error_message = "dataset must be s3://BUCKET/FOLDER/ (folders of letters, digits, '_', '.' and '-', each followed by a slash), or the name of a FiftyOne dataset."
  }
}

variable "pipeline" {
  description = "What is done with an event: rules as JSON, or the location of a file with them. Null measures new objects into the dataset."
  type        = string
  default     = null

  validation {
    condition     = var.pipeline == null || can(jsondecode(var.pipeline).rules) || can(regex("^s3://[^/]+/.+[^/]$", var.pipeline))
    error_message = "pipeline must be JSON with a field rules, or the location of such a file: s3://BUCKET/KEY."
  }
}

variable "schedule" {
  description = "When the requests in the pipeline's \"schedule\" run, in the cloud's own notation, such as `rate(1 day)` or `cron(0 3 * * ? *)`, in UTC; empty, never."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = var.schedule == "" || can(regex("^(rate\\([1-9][0-9]* (minute|hour|day)s?\\)|cron\\([^ ()]+( [^ ()]+){5}\\))$", var.schedule))
    error_message = "schedule must be rate(...) or cron(...) as Amazon EventBridge writes them, such as rate(1 day) or cron(0 3 * * ? *)."
  }
}

variable "jobs" {
  description = "Where jobs and the replies of idempotent requests are kept: `s3://BUCKET/PREFIX/`. Null: there are none."
  type        = string
  default     = null

  validation {
    condition     = var.jobs == null || can(regex("^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([A-Za-z0-9_.-]+/)+$", var.jobs))
    error_message = "jobs must be s3://BUCKET/FOLDER/, of letters, digits, '_', '.' and '-', ending in a slash."
  }
}

variable "enable_http" {
  description = "Whether the function can be called by HTTP. Callers always have to be known to the cloud."
  type        = bool
  default     = false
  nullable    = false
}

variable "http_invokers" {
  description = "Who may call it by HTTP: the names of IAM roles of this account."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for role in var.http_invokers : can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", role))])
    error_message = "http_invokers must be names of IAM roles: no ARNs, no paths, and never *."
  }
}

variable "allowed_operations" {
  description = "The operations that HTTP calls may ask for. What the function's role may do follows from them."
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
  description = "The secret that holds the URI of FiftyOne's database: the ARN of a secret of Secrets Manager."
  type        = string
  default     = null

  validation {
    condition     = var.database_secret == null || can(regex("^arn:[a-z0-9-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+$", var.database_secret))
    error_message = "database_secret must be the ARN of a secret of Secrets Manager; the URI itself would be readable in the state and in the function's settings."
  }
}

variable "database_name" {
  description = "The name of FiftyOne's database."
  type        = string
  default     = "fiftyone"
  nullable    = false
}

variable "kms_key" {
  description = "Key that encrypts what is created: the dataset's bucket, the log and the function's settings. Its ARN; its policy must let CloudWatch Logs use it. Null: the services' own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key == null || can(regex("^arn:[a-z0-9-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key))
    error_message = "kms_key must be the ARN of a key (not of an alias)."
  }
}

variable "log_retention_days" {
  description = "Days that the function's log is kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653, as CloudWatch has them."
  }
}

variable "alarm_targets" {
  description = "Who hears the alarms: ARNs of SNS topics. Without any the alarms are there, and tell nobody."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for target in var.alarm_targets : can(regex("^arn:[a-z0-9-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", target))])
    error_message = "alarm_targets must be ARNs of SNS topics."
  }
}

# ---- Only on AWS ------------------------------------------------------------------------------------------------------

variable "architecture" {
  description = "Processor of the function: `arm64` or `x86_64`. The package runs on both."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "snap_start" {
  description = "Whether instances begin from a snapshot of one that is started and primed (SnapStart). An apply that changes the function takes a few minutes longer then."
  type        = bool
  default     = false
  nullable    = false
}

variable "event_source" {
  description = "How a bucket tells of its objects: `notification` (straight to the queue, free) or `eventbridge` (a dollar per million events; other listeners of the bucket are not in the way)."
  type        = string
  default     = "notification"
  nullable    = false

  validation {
    condition     = contains(["notification", "eventbridge"], var.event_source)
    error_message = "event_source must be notification or eventbridge."
  }
}

variable "manage_notifications" {
  description = "Whether the notifications of the media buckets are set. They are one whole for each bucket: what others have set there is replaced. With false it is left to you (see README.md)."
  type        = bool
  default     = true
  nullable    = false
}
