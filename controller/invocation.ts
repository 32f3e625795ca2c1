/** What Lambda tells a function of its invocation: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export type Invocation = { readonly functionName: string };
