# Functions log to the project's own bucket, whose retention is not this module's to set; here is a copy with a retention of
# its own.
resource "google_logging_project_bucket_config" "functions" {
  project        = var.project_id
  location       = var.region
  bucket_id      = "${var.name}-logs"
  retention_days = var.log_retention_days
  description    = "Logs of the functions of ${var.name}"
}

resource "google_logging_project_sink" "functions" {
  name                   = "${var.name}-logs"
  project                = var.project_id
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.functions.id}"
  filter                 = "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=(\"${var.name}-events\" OR \"${var.name}-http\")"
  unique_writer_identity = true
}
