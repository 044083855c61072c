# A bucket of its own and not a prefix of a media bucket: this one sends no notifications, so what the function writes can
# never start the function.
resource "aws_s3_bucket" "dataset" {
  #checkov:skip=CKV_AWS_18:One writer, one reader, and CloudTrail where the account has data events; an access log would need a bucket that logs itself
  #checkov:skip=CKV_AWS_144:The records can be made again from the media; replication is the owner's choice
  #checkov:skip=CKV_AWS_145:S3's own keys encrypt it, and kms_key does where one is given
  #checkov:skip=CKV2_AWS_62:It sends no notifications on purpose: what the function writes must not start it
  count = local.creates_dataset ? 1 : 0

  bucket_prefix = "${var.name}-dataset-"
  # terraform destroy stops at a bucket that holds records.
  force_destroy = false
  tags          = local.tags
}

resource "aws_s3_bucket_public_access_block" "dataset" {
  count = local.creates_dataset ? 1 : 0

  bucket                  = aws_s3_bucket.dataset[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "dataset" {
  count = local.creates_dataset ? 1 : 0

  bucket = aws_s3_bucket.dataset[0].bucket
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "dataset" {
  count = local.creates_dataset ? 1 : 0

  bucket = aws_s3_bucket.dataset[0].bucket
  rule {
    bucket_key_enabled = var.kms_key != null # else each read of an object is a request to KMS, too
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.kms_key == null ? "AES256" : "aws:kms"
      kms_master_key_id = var.kms_key
    }
  }
}

# The records are small, and compacting them deletes files; this is the way back.
resource "aws_s3_bucket_versioning" "dataset" {
  count = local.creates_dataset ? 1 : 0

  bucket = aws_s3_bucket.dataset[0].bucket
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "dataset" {
  count = local.creates_dataset ? 1 : 0

  bucket = aws_s3_bucket.dataset[0].bucket
  rule {
    id     = "abort-abandoned-uploads" # their parts are invisible, and billed
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
  rule {
    id     = "expire-old-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
  }

  depends_on = [aws_s3_bucket_versioning.dataset]
}

resource "aws_s3_bucket_policy" "dataset" {
  count = local.creates_dataset ? 1 : 0

  bucket = aws_s3_bucket.dataset[0].bucket
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "OnlyOverTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*" # wide because it denies
      Resource  = [aws_s3_bucket.dataset[0].arn, "${aws_s3_bucket.dataset[0].arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.dataset]
}
