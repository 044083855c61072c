# Created here, before the function: the group that Lambda would make by itself is kept for ever, and stays.
resource "aws_cloudwatch_log_group" "function" {
  #checkov:skip=CKV_AWS_158:CloudWatch's own key encrypts it, and kms_key does where one is given
  #checkov:skip=CKV_AWS_338:How long logs are kept is log_retention_days; a year is the owner's choice, not a default to pay for
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.kms_key
  tags              = local.tags
}
