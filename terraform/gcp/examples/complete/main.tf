# Everything at once: buckets that exist already, a key, FiftyOne's database, copies to another bucket, jobs, HTTP, alarms.

variable "project_id" {
  description = "The project"
  type        = string
}

variable "region" {
  description = "Region of everything"
  type        = string
  default     = "europe-west3"
}

variable "artifact" {
  description = "The package in a bucket"
  type        = object({ bucket = string, key = string, version = optional(string) })
}

variable "media_bucket" {
  description = "The bucket that media arrive in"
  type        = string
}

variable "archive_bucket" {
  description = "The bucket that they are copied to"
  type        = string
}

variable "jobs_bucket" {
  description = "The bucket of jobs"
  type        = string
}

variable "database_secret" {
  description = "The secret with the URI of FiftyOne's database: projects/PROJECT/secrets/NAME"
  type        = string
}

variable "key" {
  description = "The key, in the same region: projects/P/locations/L/keyRings/R/cryptoKeys/K"
  type        = string
}

variable "alarm_email" {
  description = "Address that alarms are mailed to"
  type        = string
}

variable "caller" {
  description = "Service account that calls by HTTP"
  type        = string
}

provider "google" {
  project = var.project_id
  region  = var.region
}

resource "google_monitoring_notification_channel" "email" {
  display_name = "mediafn"
  project      = var.project_id
  type         = "email"
  labels       = { email_address = var.alarm_email }
}

module "mediafn" {
  source = "../.."

  project_id      = var.project_id
  region          = var.region
  name            = "traffic"
  tags            = { team = "vision" }
  artifact        = var.artifact
  runtime         = "java25"
  memory_mb       = 2048
  timeout_seconds = 300
  max_concurrency = 50

  media_buckets = { arrivals = { bucket = var.media_bucket, prefixes = ["in/"] } }
  destinations  = { archive = { bucket = var.archive_bucket, prefixes = ["in/"] } }
  dataset       = "traffic"
  jobs          = "gs://${var.jobs_bucket}/jobs/"
  pipeline = jsonencode({
    rules = [{
      when = { prefix = "gs://${var.media_bucket}/in/", event = "created" }
      do   = [{ metadata = {} }, { copy = { outdir = "gs://${var.archive_bucket}/in/" } }]
    }]
  })

  database_secret = var.database_secret
  database_name   = "fiftyone"

  enable_http        = true
  http_invokers      = ["serviceAccount:${var.caller}"]
  allowed_operations = ["copy", "list", "metadata", "relink", "stat"]

  kms_key            = var.key
  log_retention_days = 365
  alarm_targets      = [google_monitoring_notification_channel.email.name]
}

output "mediafn" {
  description = "The module's outputs"
  value       = module.mediafn
}
