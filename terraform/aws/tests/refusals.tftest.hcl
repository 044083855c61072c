# Input that breaks a rule is refused before anything is created, with the variable's name.

mock_provider "aws" {}

variables {
  name          = "traffic"
  artifact      = { path = "versions.tf" }
  media_buckets = { one = { bucket = "media-in", prefixes = ["in/"] } }
}

run "a_name_with_capitals" {
  command = plan
  variables {
    name = "Traffic"
  }
  expect_failures = [var.name]
}

run "two_artifacts" {
  command = plan
  variables {
    artifact = { path = "versions.tf", bucket = "b", key = "k" }
  }
  expect_failures = [var.artifact]
}

run "a_wildcard_in_a_prefix" {
  command = plan
  variables {
    media_buckets = { one = { bucket = "media-in", prefixes = ["*/"] } }
  }
  expect_failures = [var.media_buckets]
}

run "prefixes_that_contain_each_other" {
  command = plan
  variables {
    media_buckets = { one = { bucket = "media-in", prefixes = ["in/", "in/new/"] } }
  }
  expect_failures = [var.media_buckets]
}

run "a_destination_that_starts_the_function_again" {
  command = plan
  variables {
    destinations = { one = { bucket = "media-in", prefixes = ["in/copies/"] } }
  }
  expect_failures = [var.destinations]
}

run "everybody_as_invoker" {
  command = plan
  variables {
    enable_http   = true
    http_invokers = ["*"]
  }
  expect_failures = [var.http_invokers]
}

run "invokers_without_http" {
  command = plan
  variables {
    http_invokers = ["annotators"]
  }
  expect_failures = [aws_lambda_function.this]
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
  expect_failures = [aws_lambda_function.this]
}

run "an_unknown_operation" {
  command = plan
  variables {
    allowed_operations = ["format-disk"]
  }
  expect_failures = [var.allowed_operations]
}

run "a_pipeline_that_is_no_json" {
  command = plan
  variables {
    pipeline = "{rules"
  }
  expect_failures = [var.pipeline]
}

run "a_retention_that_cloudwatch_does_not_have" {
  command = plan
  variables {
    log_retention_days = 31
  }
  expect_failures = [var.log_retention_days]
}

run "a_timeout_that_is_too_long" {
  command = plan
  variables {
    timeout_seconds = 901
  }
  expect_failures = [var.timeout_seconds]
}

run "a_schedule_in_the_notation_of_another_cloud" {
  command = plan
  variables {
    schedule = "0 3 * * *"
    pipeline = "{\"rules\":[],\"schedule\":[{\"operation\":\"list\"}]}"
  }
  expect_failures = [var.schedule]
}

run "a_schedule_without_requests" {
  command = plan
  variables {
    schedule = "rate(1 day)"
    pipeline = "{\"rules\":[]}"
  }
  expect_failures = [aws_cloudwatch_event_rule.schedule]
}
