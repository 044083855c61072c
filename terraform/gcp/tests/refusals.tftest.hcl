# Input that breaks a rule is refused before anything is created, with the variable's name.

mock_provider "google" {}

variables {
  project_id    = "vision-1"
  region        = "europe-west3"
  name          = "traffic"
  artifact      = { path = "versions.tf" }
  media_buckets = { one = { bucket = "media-in", prefixes = ["in/"] } }
}

run "a_tag_that_is_no_label" {
  command = plan
  variables {
    tags = { Team = "Vision" }
  }
  expect_failures = [var.tags]
}

run "two_artifacts" {
  command = plan
  variables {
    artifact = { path = "versions.tf", bucket = "b", key = "k" }
  }
  expect_failures = [var.artifact]
}

run "a_quote_in_a_prefix" {
  command = plan
  variables {
    media_buckets = { one = { bucket = "media-in", prefixes = ["in\"/"] } }
  }
  expect_failures = [var.media_buckets]
}

run "a_destination_that_starts_the_function_again" {
  command = plan
  variables {
    destinations = { two = { bucket = "media-in", prefixes = ["in/copies/"] } }
  }
  expect_failures = [var.destinations]
}

run "everybody_as_invoker" {
  command = plan
  variables {
    enable_http   = true
    http_invokers = ["allUsers"]
  }
  expect_failures = [var.http_invokers]
}

run "everybody_with_an_account_as_invoker" {
  command = plan
  variables {
    enable_http   = true
    http_invokers = ["allAuthenticatedUsers"]
  }
  expect_failures = [var.http_invokers]
}

run "the_database_in_plain_text" {
  command = plan
  variables {
    database_secret = "mongodb://user:password@host/"
  }
  expect_failures = [var.database_secret]
}

run "a_dataset_of_fiftyone_without_its_database" {
  command = plan
  variables {
    dataset = "traffic"
  }
  expect_failures = [google_cloudfunctions2_function.events]
}

run "a_timeout_that_pubsub_does_not_wait_for" {
  command = plan
  variables {
    timeout_seconds = 541
  }
  expect_failures = [var.timeout_seconds]
}

run "a_schedule_in_the_notation_of_another_cloud" {
  command = plan
  variables {
    schedule = "rate(1 day)"
    pipeline = "{\"rules\":[],\"schedule\":[{\"operation\":\"list\"}]}"
  }
  expect_failures = [var.schedule]
}

run "a_schedule_without_requests" {
  command = plan
  variables {
    schedule = "0 3 * * *"
    pipeline = "{\"rules\":[]}"
  }
  expect_failures = [google_cloud_scheduler_job.schedule]
}
