# What runs without an event: the requests in the pipeline's "schedule". The message goes the way of the events, so it has
# their tries and their dead letters.

locals {
  scheduled = var.schedule != ""
  # What lies in a file is known to the function alone, which fails where there are none.
  has_requests = try(length(jsondecode(var.pipeline).schedule) > 0, startswith(coalesce(var.pipeline, "-"), "gs://"))
}

resource "google_cloud_scheduler_job" "schedule" {
  count = local.scheduled ? 1 : 0

  name        = "${var.name}-schedule"
  project     = var.project_id
  region      = var.region
  description = "When the requests in the pipeline's schedule run"
  schedule    = var.schedule
  time_zone   = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.events.id
    data       = base64encode(jsonencode({ operation = "schedule" }))
  }

  lifecycle {
    precondition {
      condition     = local.has_requests
      error_message = "schedule says when the requests in the \"schedule\" of pipeline run, and pipeline has none."
    }
  }
}
