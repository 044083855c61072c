locals {
  alarms = {
    dead-letters = {
      subscription = google_pubsub_subscription.dead_letters.name
      metric       = "num_undelivered_messages"
      threshold    = 0
      duration     = "0s"
      text         = "${var.name} could not handle at least one event; terraform/gcp/README.md says what to do with dead letters."
    }
    dead-letters-age = {
      subscription = google_pubsub_subscription.dead_letters.name
      metric       = "oldest_unacked_message_age"
      threshold    = 604800
      duration     = "0s"
      text         = "A dead letter of ${var.name} is older than a week, and is lost after two."
    }
    backlog = {
      subscription = google_pubsub_subscription.events.name
      metric       = "oldest_unacked_message_age"
      threshold    = 3600
      duration     = "900s"
      text         = "${var.name} is more than an hour behind its media buckets, which is either a large upload (raise max_concurrency) or a function that fails (see its log)."
    }
  }
}

resource "google_monitoring_alert_policy" "this" {
  for_each = local.alarms

  project               = var.project_id
  display_name          = "${var.name}-${each.key}"
  combiner              = "OR"
  severity              = "ERROR"
  notification_channels = var.alarm_targets
  user_labels           = local.labels

  documentation {
    content   = each.value.text
    mime_type = "text/markdown"
  }

  conditions {
    display_name = each.key
    condition_threshold {
      filter          = "resource.type = \"pubsub_subscription\" AND resource.labels.subscription_id = \"${each.value.subscription}\" AND metric.type = \"pubsub.googleapis.com/subscription/${each.value.metric}\""
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.threshold
      duration        = each.value.duration
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }
}
