# media buckets --created, deleted--> topic --push--> function --one small NDJSON file an event--> dataset
#                                       \--after five tries--> dead letters --> alarms
#
# An Eventarc trigger would be shorter, but it watches whole buckets, and its dead letters can't be set: messages that are
# not handled within a day would be gone without a word.

data "google_project" "this" {
  project_id = var.project_id
}

data "google_storage_project_service_account" "this" {
  project = var.project_id
}

locals {
  labels = merge({ application = "mediafn", "mediafn-name" = var.name }, var.tags)

  # One for each prefix; the keys are known before the buckets are.
  media = merge([for name, place in var.media_buckets : {
    for i, prefix in place.prefixes : "${name}-${i}" => { bucket = place.bucket, prefix = prefix }
  }]...)
  destinations = merge([for name, place in var.destinations : {
    for i, prefix in place.prefixes : "${name}-${i}" => { bucket = place.bucket, prefix = prefix }
  }]...)

  creates_dataset  = var.dataset == null
  dataset_in_store = local.creates_dataset || strcontains(coalesce(var.dataset, "-"), "://")
  dataset          = local.creates_dataset ? "gs://${one(google_storage_bucket.dataset[*].name)}/dataset/" : var.dataset

  operations = var.enable_http ? sort(distinct(var.allowed_operations)) : []

  # What requests and events may name. A dataset only where a request can name one.
  allow = concat(
    [for place in concat(values(local.media), values(local.destinations)) : "gs://${place.bucket}/${place.prefix}"],
    (var.enable_http || local.scheduled) && local.dataset_in_store ? [local.dataset] : [],
  )

  environment = merge(
    {
      MEDIAFN_DATASET = local.dataset
      MEDIAFN_ALLOW   = join(",", local.allow)
      # The platform doesn't tell a function how much time it has.
      MEDIAFN_TIMEOUT_SECONDS = tostring(var.timeout_seconds)
      # So that lines of the log name their trace as Cloud Logging knows it.
      GOOGLE_CLOUD_PROJECT = var.project_id
      # No cache of media on disk. Absent would mean 32 GB to FiftyOne, so it is said.
      FIFTYONE_MEDIA_CACHE_SIZE_BYTES = "-1"
    },
    var.pipeline == null ? {} : { MEDIAFN_PIPELINE = var.pipeline },
    var.jobs == null ? {} : { MEDIAFN_JOBS = var.jobs },
    var.enable_http ? { MEDIAFN_OPERATIONS = join(",", local.operations) } : {},
    var.database_secret == null ? {} : { FIFTYONE_DATABASE_NAME = var.database_name },
  )

  # projects/PROJECT/secrets/NAME
  secrets = var.database_secret == null ? [] : [{
    project = split("/", var.database_secret)[1]
    name    = split("/", var.database_secret)[3]
  }]
}

resource "google_cloudfunctions2_function" "events" {
  name        = "${var.name}-events"
  project     = var.project_id
  location    = var.region
  description = "Measures new media objects and writes their records"

  build_config {
    runtime           = var.runtime
    entry_point       = "io.mediafn.gcf.MediaEvents"
    docker_repository = google_artifact_registry_repository.images.id
    service_account   = google_service_account.build.id
    source {
      storage_source {
        bucket     = local.package.bucket
        object     = local.package.object
        generation = local.package.generation
      }
    }
    automatic_update_policy {} # of the runtime, when Google mends it
  }

  service_config {
    service_account_email            = google_service_account.function.email
    available_memory                 = "${var.memory_mb}M"
    timeout_seconds                  = var.timeout_seconds
    min_instance_count               = 0
    max_instance_count               = var.max_concurrency
    max_instance_request_concurrency = 1
    ingress_settings                 = "ALLOW_INTERNAL_ONLY" # Pub/Sub of the same project is internal
    all_traffic_on_latest_revision   = true
    environment_variables            = local.environment

    dynamic "secret_environment_variables" {
      for_each = local.secrets
      content {
        key        = "FIFTYONE_DATABASE_URI"
        project_id = secret_environment_variables.value.project
        secret     = secret_environment_variables.value.name
        version    = "latest"
      }
    }
  }

  labels = local.labels

  lifecycle {
    precondition {
      condition     = local.dataset_in_store || var.database_secret != null
      error_message = "dataset is the name of a FiftyOne dataset, which needs database_secret."
    }
    precondition {
      condition     = var.enable_http || length(var.http_invokers) == 0
      error_message = "http_invokers needs enable_http."
    }
  }

  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_storage_bucket_iam_member.build,
    google_project_iam_member.build_log,
    google_secret_manager_secret_iam_member.database,
  ]
}

resource "google_cloudfunctions2_function" "http" {
  count = var.enable_http ? 1 : 0

  name        = "${var.name}-http"
  project     = var.project_id
  location    = var.region
  description = "Runs operations on media for callers by HTTP"

  build_config {
    runtime           = var.runtime
    entry_point       = "io.mediafn.gcf.MediaHttp"
    docker_repository = google_artifact_registry_repository.images.id
    service_account   = google_service_account.build.id
    source {
      storage_source {
        bucket     = local.package.bucket
        object     = local.package.object
        generation = local.package.generation
      }
    }
    automatic_update_policy {}
  }

  service_config {
    service_account_email            = google_service_account.function.email
    available_memory                 = "${var.memory_mb}M"
    timeout_seconds                  = var.timeout_seconds
    min_instance_count               = 0
    max_instance_count               = var.max_concurrency
    max_instance_request_concurrency = 1
    ingress_settings                 = var.http_ingress
    all_traffic_on_latest_revision   = true
    environment_variables            = local.environment

    dynamic "secret_environment_variables" {
      for_each = local.secrets
      content {
        key        = "FIFTYONE_DATABASE_URI"
        project_id = secret_environment_variables.value.project
        secret     = secret_environment_variables.value.name
        version    = "latest"
      }
    }
  }

  labels = local.labels

  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_storage_bucket_iam_member.build,
    google_project_iam_member.build_log,
    google_secret_manager_secret_iam_member.database,
  ]
}

# The Cloud Run services behind the functions. Pub/Sub has to push to their own address: only that one counts as internal.
data "google_cloud_run_v2_service" "events" {
  name     = google_cloudfunctions2_function.events.name
  project  = var.project_id
  location = google_cloudfunctions2_function.events.location
}

data "google_cloud_run_v2_service" "http" {
  count = var.enable_http ? 1 : 0

  name     = google_cloudfunctions2_function.http[0].name
  project  = var.project_id
  location = google_cloudfunctions2_function.http[0].location
}
