locals {
  # What the operations that HTTP may call, and the rules of the pipeline, need beyond measuring new objects.
  # Rules have to tell what is gone from what is denied, and Cloud Storage tells only those who may list.
  lists   = var.pipeline != null || length(setsubtract(local.operations, ["compact", "stat"])) > 0
  deletes = length(setintersection(local.operations, ["delete", "migrate", "move"])) > 0
  # Relinking and unregistering read the dataset; measuring alone never does.
  reads_dataset = local.dataset_in_store && (var.pipeline != null || length(local.operations) > 0)
  # Folding records deletes the files that were folded.
  folds_records = local.dataset_in_store && (local.scheduled || contains(local.operations, "compact"))

  # Whether there is a place is known before its bucket is.
  dataset_places = { for name in local.dataset_in_store ? ["dataset"] : [] : name => {
    bucket = split("/", local.dataset)[2]
    prefix = trimprefix(local.dataset, "gs://${split("/", local.dataset)[2]}/")
  } }
  jobs_places = { for name in var.jobs == null ? [] : ["jobs"] : name => {
    bucket = split("/", var.jobs)[2]
    prefix = trimprefix(var.jobs, "gs://${split("/", var.jobs)[2]}/")
  } }
  pipeline_places = { for name in startswith(coalesce(var.pipeline, "-"), "gs://") ? ["pipeline"] : [] : name => {
    bucket = split("/", var.pipeline)[2]
    prefix = trimprefix(var.pipeline, "gs://${split("/", var.pipeline)[2]}/")
  } }

  media_places       = { for key, place in local.media : "media-${key}" => place }
  destination_places = { for key, place in local.destinations : "to-${key}" => place }

  # Objects below a prefix, by role. objectUser reads, writes, replaces and deletes; Cloud Storage takes replacing for deleting.
  objects = merge(
    { for key, place in local.media_places : key => merge(place, { role = local.deletes ? "roles/storage.objectUser" : "roles/storage.objectViewer" }) },
    { for key, place in local.destination_places : key => merge(place, { role = "roles/storage.objectUser" }) },
    { for key, place in local.dataset_places : "${key}-segments" => {
      bucket = place.bucket
      prefix = "${place.prefix}segments/"
      role   = local.folds_records ? "roles/storage.objectUser" : "roles/storage.objectCreator"
    } },
    { for key, place in local.dataset_places : "${key}-read" => merge(place, { role = "roles/storage.objectViewer" }) if local.reads_dataset },
    { for key, place in local.jobs_places : key => merge(place, { role = "roles/storage.objectUser" }) },
    { for key, place in local.pipeline_places : key => merge(place, { role = "roles/storage.objectViewer" }) },
  )

  # Listing is asked of the bucket and not of an object, so the conditions of the roles above never allow it.
  listed = merge(
    { for key, place in merge(local.media_places, local.destination_places) : key => place if local.lists },
    { for key, place in local.dataset_places : key => place if local.reads_dataset },
    local.jobs_places,
  )
}

resource "google_service_account" "function" {
  account_id   = "${var.name}-fn"
  project      = var.project_id
  display_name = "The functions of ${var.name}"
}

resource "google_storage_bucket_iam_member" "objects" {
  for_each = local.objects

  bucket = each.value.bucket
  role   = each.value.role
  member = "serviceAccount:${google_service_account.function.email}"

  condition {
    title      = "objects-${each.key}"
    expression = "resource.name.startsWith(\"projects/_/buckets/${each.value.bucket}/objects/${each.value.prefix}\")"
  }
}

resource "google_storage_bucket_iam_member" "listing" {
  for_each = local.listed

  bucket = each.value.bucket
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:${google_service_account.function.email}"

  condition {
    title      = "listing-${each.key}"
    expression = "resource.type == \"storage.googleapis.com/Bucket\" && api.getAttribute(\"storage.googleapis.com/objectListPrefix\", \"\").startsWith(\"${each.value.prefix}\")"
  }
}

resource "google_secret_manager_secret_iam_member" "database" {
  count = length(local.secrets)

  project   = local.secrets[0].project
  secret_id = local.secrets[0].name
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${google_service_account.function.email}"
}

# ---- Who may start the functions --------------------------------------------------------------------------------------

resource "google_service_account" "push" {
  account_id   = "${var.name}-push"
  project      = var.project_id
  display_name = "Brings events to the functions of ${var.name}"
}

resource "google_service_account_iam_member" "push" {
  service_account_id = google_service_account.push.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.pubsub_agent
}

resource "google_cloud_run_v2_service_iam_member" "push" {
  project  = var.project_id
  location = google_cloudfunctions2_function.events.location
  name     = data.google_cloud_run_v2_service.events.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${google_service_account.push.email}"
}

resource "google_cloud_run_v2_service_iam_member" "http" {
  for_each = var.enable_http ? toset(var.http_invokers) : toset([])

  project  = var.project_id
  location = google_cloudfunctions2_function.http[0].location
  name     = data.google_cloud_run_v2_service.http[0].name
  role     = "roles/run.invoker"
  member   = each.key
}

# ---- Google's own accounts --------------------------------------------------------------------------------------------

resource "google_pubsub_topic_iam_member" "storage" {
  project = var.project_id
  topic   = google_pubsub_topic.events.name
  role    = "roles/pubsub.publisher"
  member  = data.google_storage_project_service_account.this.member
}

resource "google_pubsub_topic_iam_member" "dead_letters" {
  project = var.project_id
  topic   = google_pubsub_topic.dead_letters.name
  role    = "roles/pubsub.publisher"
  member  = local.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "dead_letters" {
  project      = var.project_id
  subscription = google_pubsub_subscription.events.name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}

resource "google_kms_crypto_key_iam_member" "storage" {
  count = var.kms_key == null ? 0 : 1

  crypto_key_id = var.kms_key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = data.google_storage_project_service_account.this.member
}

resource "google_kms_crypto_key_iam_member" "pubsub" {
  count = var.kms_key == null ? 0 : 1

  crypto_key_id = var.kms_key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = local.pubsub_agent
}
