# A media bucket, and mediafn beside it: what is put into the bucket becomes a record of the dataset.

variable "region" {
  description = "Region of everything"
  type        = string
  default     = "eu-central-1"
}

variable "artifact" {
  description = "The package, as ./mvnw -pl lambda -am package makes it"
  type        = string
  default     = "../../../../lambda/target/mediafn-lambda.zip"
}

provider "aws" {
  region = var.region
}

resource "aws_s3_bucket" "media" {
  #checkov:skip=CKV_AWS_18:An example: an access log needs a bucket of its own
  #checkov:skip=CKV_AWS_21:Nothing here may write or delete media, and with versions each replaced video would be paid for until somebody noticed
  #checkov:skip=CKV_AWS_144:An example: replication is the owner's choice
  #checkov:skip=CKV_AWS_145:S3's own keys encrypt it; the complete example has a key
  bucket_prefix = "mediafn-media-"
}

resource "aws_s3_bucket_public_access_block" "media" {
  bucket                  = aws_s3_bucket.media.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "media" {
  bucket = aws_s3_bucket.media.bucket
  rule {
    id     = "abort-abandoned-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "media" {
  bucket = aws_s3_bucket.media.bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.media.arn, "${aws_s3_bucket.media.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

module "mediafn" {
  source = "../.."

  name          = "mediafn"
  artifact      = { path = var.artifact }
  media_buckets = { arrivals = { bucket = aws_s3_bucket.media.bucket } }
}

output "media_bucket" {
  description = "Where media are put"
  value       = aws_s3_bucket.media.bucket
}

output "mediafn" {
  description = "The module's outputs"
  value       = module.mediafn
}
