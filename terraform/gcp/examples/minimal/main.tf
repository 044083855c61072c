# A media bucket, and mediafn beside it: what is put into the bucket becomes a record of the dataset.

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
  description = "The package, as ./mvnw -pl gcf -am package makes it"
  type        = string
  default     = "../../../../gcf/target/mediafn-gcf.zip"
}

provider "google" {
  project = var.project_id
  region  = var.region
}

locals {
  services = [
    "artifactregistry.googleapis.com", "cloudbuild.googleapis.com", "cloudfunctions.googleapis.com",
    "cloudresourcemanager.googleapis.com", "iam.googleapis.com",
    "logging.googleapis.com", "monitoring.googleapis.com", "pubsub.googleapis.com", "run.googleapis.com", "storage.googleapis.com",
  ]
}

resource "google_project_service" "this" {
  for_each = toset(local.services)

  project            = var.project_id
  service            = each.key
  disable_on_destroy = false
}

resource "google_storage_bucket" "media" {
  #checkov:skip=CKV_GCP_62:An example: an access log needs a bucket of its own
  #checkov:skip=CKV_GCP_78:Nothing here may write or delete media, and with versions each replaced video would be paid for until somebody noticed
  name                        = "${var.project_id}-mediafn-media"
  project                     = var.project_id
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }
}

module "mediafn" {
  source = "../.."

  project_id    = var.project_id
  region        = var.region
  name          = "mediafn"
  artifact      = { path = var.artifact }
  media_buckets = { arrivals = { bucket = google_storage_bucket.media.name } }

  depends_on = [google_project_service.this]
}

output "media_bucket" {
  description = "Where media are put"
  value       = google_storage_bucket.media.name
}

output "mediafn" {
  description = "The module's outputs"
  value       = module.mediafn
}
