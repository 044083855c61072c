# The examples can be applied, with the outputs that README.md tells of.

mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::mediafn-media-1", bucket = "mediafn-media-1" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/0a1b" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:traffic-alarms" }
  }
}

run "minimal" {
  module {
    source = "./examples/minimal"
  }
  variables {
    artifact = "versions.tf"
  }
  assert {
    condition     = output.mediafn.http_url == null && output.mediafn.function_name == "mediafn" && output.media_bucket == "mediafn-media-1"
    error_message = "the minimal example has other outputs"
  }
}

run "complete" {
  module {
    source = "./examples/complete"
  }
  variables {
    artifact        = { bucket = "packages", key = "mediafn-lambda.zip" }
    media_bucket    = "media-in"
    archive_bucket  = "archive"
    jobs_bucket     = "work"
    database_secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:mongo-AbCdEf"
    alarm_email     = "ops@example.com"
    caller_role     = "annotators"
  }
  assert {
    condition     = output.mediafn.http_url != null && output.mediafn.dataset == "traffic"
    error_message = "the complete example has other outputs"
  }
}
