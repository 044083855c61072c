# The package, the images that Google builds from it, and who builds them.

locals {
  uploads = var.artifact.path != null
  package = {
    bucket     = local.uploads ? one(google_storage_bucket.package[*].name) : var.artifact.bucket
    object     = local.uploads ? one(google_storage_bucket_object.package[*].name) : var.artifact.key
    generation = local.uploads || var.artifact.version == null ? null : tonumber(var.artifact.version)
  }
}

resource "google_storage_bucket" "package" {
  #checkov:skip=CKV_GCP_62:It holds a package that anybody can build again; Cloud Audit Logs tell of its readers where they are on
  #checkov:skip=CKV_GCP_78:Each package has a name of its own (its checksum), so nothing is overwritten
  count = local.uploads ? 1 : 0

  name                        = "${var.project_id}-${var.name}-package"
  project                     = var.project_id
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true
  labels                      = local.labels

  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      default_kms_key_name = encryption.value
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.storage]
}

resource "google_storage_bucket_object" "package" {
  count = local.uploads ? 1 : 0

  # Another name for each content, so that a new package is a new deployment.
  name   = "function-${filemd5(var.artifact.path)}.zip"
  bucket = google_storage_bucket.package[0].name
  source = var.artifact.path
}

resource "google_artifact_registry_repository" "images" {
  #checkov:skip=CKV_GCP_84:Google's own keys encrypt it; images hold the package and no data
  repository_id = "${var.name}-images"
  project       = var.project_id
  location      = var.region
  format        = "DOCKER"
  description   = "Images of the functions of ${var.name}"
  labels        = local.labels

  cleanup_policies {
    id     = "keep-the-newest"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }
  cleanup_policies {
    id     = "delete-old-ones"
    action = "DELETE"
    condition {
      older_than = "2592000s"
    }
  }
}

resource "google_service_account" "build" {
  account_id   = "${var.name}-build"
  project      = var.project_id
  display_name = "Builds the functions of ${var.name}"
}

resource "google_artifact_registry_repository_iam_member" "build" {
  project    = var.project_id
  location   = google_artifact_registry_repository.images.location
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.writer"
  member     = "serviceAccount:${google_service_account.build.email}"
}

resource "google_storage_bucket_iam_member" "build" {
  bucket = local.package.bucket
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.build.email}"

  condition {
    title      = "package"
    expression = "resource.name.startsWith(\"projects/_/buckets/${local.package.bucket}/objects/${local.package.object}\")"
  }
}

resource "google_project_iam_member" "build_log" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = "serviceAccount:${google_service_account.build.email}"
}
