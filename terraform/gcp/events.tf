locals {
  # Pub/Sub's own account, which moves messages to the dead letters.
  pubsub_agent = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
  max_tries    = 5
}

resource "google_pubsub_topic" "events" {
  #checkov:skip=CKV_GCP_83:Google's own keys encrypt it, and kms_key does where one is given
  name         = "${var.name}-events"
  project      = var.project_id
  kms_key_name = var.kms_key
  labels       = local.labels

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_kms_crypto_key_iam_member.pubsub]
}

resource "google_pubsub_topic" "dead_letters" {
  #checkov:skip=CKV_GCP_83:Google's own keys encrypt it, and kms_key does where one is given
  name         = "${var.name}-dead-letters"
  project      = var.project_id
  kms_key_name = var.kms_key
  labels       = local.labels

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }

  depends_on = [google_kms_crypto_key_iam_member.pubsub]
}

resource "google_storage_notification" "media" {
  for_each = local.media

  bucket             = each.value.bucket
  topic              = google_pubsub_topic.events.id
  payload_format     = "JSON_API_V1"
  event_types        = ["OBJECT_FINALIZE", "OBJECT_DELETE"]
  object_name_prefix = each.value.prefix == "" ? null : each.value.prefix

  # Cloud Storage refuses a topic that it may not publish to.
  depends_on = [google_pubsub_topic_iam_member.storage]
}

resource "google_pubsub_subscription" "events" {
  name    = "${var.name}-events"
  project = var.project_id
  topic   = google_pubsub_topic.events.id
  # Longer than the function may take, else a message is sent a second time while it is worked on.
  ack_deadline_seconds       = min(600, var.timeout_seconds + 30)
  message_retention_duration = "604800s" # 7 days
  labels                     = local.labels

  push_config {
    # With the parameter a message arrives as the CloudEvent that an Eventarc trigger on the topic would make of it.
    push_endpoint = "${data.google_cloud_run_v2_service.events.uri}?__GCP_CloudEventsMode=CUSTOM_PUBSUB_${urlencode(google_pubsub_topic.events.id)}"
    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = data.google_cloud_run_v2_service.events.uri
    }
  }

  retry_policy {
    minimum_backoff = "60s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letters.id
    max_delivery_attempts = local.max_tries
  }

  expiration_policy {
    ttl = "" # never: a bucket may be quiet for a month
  }

  depends_on = [google_cloud_run_v2_service_iam_member.push]
}

# A topic keeps nothing by itself; this is where dead letters lie.
resource "google_pubsub_subscription" "dead_letters" {
  name                       = "${var.name}-dead-letters"
  project                    = var.project_id
  topic                      = google_pubsub_topic.dead_letters.id
  message_retention_duration = "1209600s" # 14 days
  labels                     = local.labels

  expiration_policy {
    ttl = ""
  }
}
