import { assetUrl } from '../page-config.ts';
import { words } from '../words/words.ts';

/** The QR code of the phone's page, which the server draws. It is dark on white in both themes. */
export function Qr({ url }: { readonly url: string }) {
  return (
    <img
      class="qr"
      src={assetUrl('/console/phone.svg')}
      alt={words().tryIt.codeOf(url)}
      width="220"
      height="220"
    />
  );
}
