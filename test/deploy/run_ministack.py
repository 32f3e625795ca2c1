"""Runs ministack, and mends three of its answers without which the real CLI and the real controller stop."""

import random

from ministack.app import main
from ministack.services import alb
from ministack.services.cloudformation import handlers, provisioners

target_group = provisioners._RESOURCE_HANDLERS["AWS::ElasticLoadBalancingV2::TargetGroup"]
create_target_group = target_group["create"]
delete_stack = handlers._ACTION_HANDLERS["DeleteStack"]


def create_target_group_like_aws(logical_id, props, stack_name):
    choices = random.choices
    # AWS's ids are hexadecimal, and the controller takes no others; ministack's have all letters.
    random.choices = lambda _letters, k: choices("0123456789abcdef", k=k)
    try:
        arn, attributes = create_target_group(logical_id, props, stack_name)
    finally:
        random.choices = choices
    # Its own DescribeTags answers 500 to the form in which it keeps them.
    alb._tags[arn] = list(props.get("Tags") or [])
    return arn, attributes


def delete_stack_by_id_too(params):
    # The CLI names the stack by its id; ministack then deletes nothing, and says that it did.
    names = [value.split("/")[1] if value.startswith("arn:") else value for value in params.get("StackName", [])]
    return delete_stack({**params, "StackName": names})


target_group["create"] = create_target_group_like_aws
handlers._ACTION_HANDLERS["DeleteStack"] = delete_stack_by_id_too
main()
