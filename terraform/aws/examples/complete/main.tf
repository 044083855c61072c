# Everything at once: buckets that exist already, a key, FiftyOne's database, copies to another bucket, jobs, HTTP, alarms.

variable "region" {
  description = "Region of everything"
  type        = string
  default     = "eu-central-1"
}

variable "artifact" {
  description = "The package in a bucket, which a package of more than 50 MB needs"
  type        = object({ bucket = string, key = string, version = optional(string) })
}

variable "media_bucket" {
  description = "The bucket that media arrive in"
  type        = string
}

variable "archive_bucket" {
  description = "The bucket that they are copied to"
  type        = string
}

variable "jobs_bucket" {
  description = "The bucket of jobs"
  type        = string
}

variable "database_secret" {
  description = "ARN of the secret with the URI of FiftyOne's database"
  type        = string
}

variable "alarm_email" {
  description = "Address that alarms are mailed to; AWS asks it to confirm first"
  type        = string
}

variable "caller_role" {
  description = "Name of the role that calls by HTTP"
  type        = string
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}
data "aws_region" "this" {}

resource "aws_kms_key" "this" {
  description             = "mediafn"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "IamPoliciesDecide"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.this.partition}:iam::${data.aws_caller_identity.this.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "LogOfTheFunction"
        Effect    = "Allow"
        Principal = { Service = "logs.${data.aws_region.this.region}.amazonaws.com" }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"]
        Resource  = "*"
        Condition = {
          ArnEquals = {
            "kms:EncryptionContext:aws:logs:arn" = "arn:${data.aws_partition.this.partition}:logs:${data.aws_region.this.region}:${data.aws_caller_identity.this.account_id}:log-group:/aws/lambda/traffic"
          }
        }
      },
      {
        Sid       = "AlarmsMayBePublished"
        Effect    = "Allow"
        Principal = { Service = "cloudwatch.amazonaws.com" }
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = "*"
        Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.this.account_id } }
      },
    ]
  })
}

resource "aws_sns_topic" "alarms" {
  name              = "traffic-alarms"
  kms_master_key_id = aws_kms_key.this.arn
}

resource "aws_sns_topic_subscription" "alarms" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

module "mediafn" {
  source = "../.."

  name            = "traffic"
  tags            = { team = "vision" }
  artifact        = var.artifact
  runtime         = "java25"
  architecture    = "x86_64"
  memory_mb       = 2048
  timeout_seconds = 300
  max_concurrency = 50

  event_source  = "eventbridge"
  media_buckets = { arrivals = { bucket = var.media_bucket, prefixes = ["in/"] } }
  destinations  = { archive = { bucket = var.archive_bucket, prefixes = ["in/"] } }
  dataset       = "traffic"
  jobs          = "s3://${var.jobs_bucket}/jobs/"
  pipeline = jsonencode({
    rules = [{
      when = { prefix = "s3://${var.media_bucket}/in/", event = "created" }
      do   = [{ metadata = {} }, { copy = { outdir = "s3://${var.archive_bucket}/in/" } }]
    }]
  })

  database_secret = var.database_secret
  database_name   = "fiftyone"

  enable_http        = true
  http_invokers      = [var.caller_role]
  allowed_operations = ["copy", "list", "metadata", "relink", "stat"]

  kms_key            = aws_kms_key.this.arn
  log_retention_days = 365
  alarm_targets      = [aws_sns_topic.alarms.arn]
}

output "mediafn" {
  description = "The module's outputs"
  value       = module.mediafn
}
