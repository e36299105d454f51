import { useCallback } from "react";
import type { PhoneNumberDocument } from "../../../functions/src/contract/phone-number.ts";
import type { Listed, OnWatchError, Unwatch, Watched } from "../watch.ts";
import { useFollowed, type Followed } from "./followed.ts";
import { useWatchers } from "./provider.ts";

type Numbers = { readonly state: "listed"; readonly numbers: readonly Listed<PhoneNumberDocument>[] };

/** One number's whole visible state, now and on every change. */
export function useNumber(phoneNumberId: string): Followed<Watched<PhoneNumberDocument>> {
  const { watchPhoneNumber } = useWatchers();
  return useFollowed(
    useCallback(
      (onChange: (number: Watched<PhoneNumberDocument>) => void, onError: OnWatchError) =>
        watchPhoneNumber(phoneNumberId, onChange, onError),
      [watchPhoneNumber, phoneNumberId],
    ),
  );
}

/** Every number that has a state, in the order of their ids. For operators. */
export function useNumbers(): Followed<Numbers> {
  const { watchPhoneNumbers } = useWatchers();
  return useFollowed(
    useCallback(
      (onChange: (numbers: Numbers) => void, onError: OnWatchError) => watchPhoneNumbers(listed(onChange), onError),
      [watchPhoneNumbers],
    ),
  );
}

/** The numbers of one customer, in the order of their ids. For operators and the customer's members. */
export function useNumbersOfCustomer(customerId: string): Followed<Numbers> {
  const { watchNumbersOfCustomer } = useWatchers();
  return useFollowed(
    useCallback(
      (onChange: (numbers: Numbers) => void, onError: OnWatchError): Unwatch =>
        watchNumbersOfCustomer(customerId, listed(onChange), onError),
      [watchNumbersOfCustomer, customerId],
    ),
  );
}

const listed =
  (onChange: (numbers: Numbers) => void) =>
  (numbers: readonly Listed<PhoneNumberDocument>[]): void =>
    onChange({ state: "listed", numbers });
