# A bucket of its own: this one sends no notifications, so what the function writes can never start the function.
resource "google_storage_bucket" "dataset" {
  #checkov:skip=CKV_GCP_62:Who reads and writes it is in Cloud Audit Logs where they are on; an access log would need a bucket that logs itself
  count = local.creates_dataset ? 1 : 0

  name                        = "${var.project_id}-${var.name}-dataset"
  project                     = var.project_id
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  # terraform destroy stops at a bucket that holds records.
  force_destroy = false
  labels        = local.labels

  # The records are small, and compacting them deletes files; this is the way back.
  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = 30
      with_state                 = "ARCHIVED"
    }
  }

  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }

  dynamic "encryption" {
    for_each = var.kms_key == null ? [] : [var.kms_key]
    content {
      default_kms_key_name = encryption.value
    }
  }

  depends_on = [google_kms_crypto_key_iam_member.storage]
}
