/** What a route's handler is given and what it must answer, both read from the shared route table. */
import type { PathParameters, ROUTES, Role, RouteName, RouteResponse, UserId } from '@outdial/shared';
import type { z } from 'zod';
import type { Outbox } from '../events/outbox.ts';

/** Who is asking: the owner of a valid token. */
export interface Caller {
  readonly userId: UserId;
  readonly username: string;
  readonly name: string;
  readonly role: Role;
  readonly tokenHash: string;
  readonly expiresAtMs: number;
}

export interface AppEnv {
  Variables: { requestId: string; caller?: Caller };
}

type Definition<Name extends RouteName> = (typeof ROUTES)[Name];

export interface HandlerInput<Name extends RouteName> {
  params: Readonly<Record<PathParameters<Definition<Name>['path']>, string>>;
  query: Definition<Name> extends { query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
  body: Definition<Name> extends { body: infer B extends z.ZodType } ? z.output<B> : undefined;
  /** The file that a route is sent, as it comes in. */
  text: Definition<Name> extends { textBody: string } ? AsyncIterable<Uint8Array> : undefined;
  caller: Definition<Name> extends { role: null } ? undefined : Caller;
  lastEventId: string | undefined;
}

/** A stream's handler answers the queue that its reader is given, a file's the bytes, a long text's one piece after the other. */
type HandlerAnswer<Name extends RouteName> =
  Definition<Name> extends { stream: true }
    ? Outbox
    : Definition<Name> extends { file: 'text/csv' }
      ? AsyncIterable<string>
      : Definition<Name> extends { file: string }
        ? Uint8Array<ArrayBuffer>
        : RouteResponse<Name>;

export type Handler<Name extends RouteName> = (
  input: HandlerInput<Name>,
) => Promise<HandlerAnswer<Name>> | HandlerAnswer<Name>;

/** Total over the table: a route without a handler does not compile. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> };
