# The examples can be applied, with the outputs that README.md tells of.

mock_provider "google" {
  mock_data "google_cloud_run_v2_service" {
    defaults = { uri = "https://traffic-abc-ey.a.run.app" }
  }
  mock_resource "google_monitoring_notification_channel" {
    defaults = { name = "projects/vision-1/notificationChannels/1" }
  }
}

run "minimal" {
  module {
    source = "./examples/minimal"
  }
  variables {
    project_id = "vision-1"
    artifact   = "versions.tf"
  }
  assert {
    condition     = output.mediafn.http_url == null && output.mediafn.function_name == "mediafn-events" && output.media_bucket == "vision-1-mediafn-media"
    error_message = "the minimal example has other outputs"
  }
}

run "complete" {
  module {
    source = "./examples/complete"
  }
  variables {
    project_id      = "vision-1"
    artifact        = { bucket = "packages", key = "mediafn-gcf.zip" }
    media_bucket    = "media-in"
    archive_bucket  = "archive"
    jobs_bucket     = "work"
    database_secret = "projects/vision-1/secrets/mongo"
    key             = "projects/vision-1/locations/europe-west3/keyRings/mediafn/cryptoKeys/mediafn"
    alarm_email     = "ops@example.com"
    caller          = "annotators@vision-1.iam.gserviceaccount.com"
  }
  assert {
    condition     = output.mediafn.http_url != null && output.mediafn.dataset == "traffic"
    error_message = "the complete example has other outputs"
  }
}
