import type { Picture } from "../feed/picture";
import { Flow } from "./flow";
import { Matrix } from "./matrix";
import { Publications } from "./publications";
import { SecondaryTiles } from "./secondarytiles";
import { Tiles } from "./tiles";
import { VerdictBlock } from "./verdict";

export function Overview({ picture }: { picture: Picture }) {
  return (
    <>
      <VerdictBlock picture={picture} />
      <Tiles picture={picture} />
      <Flow picture={picture} />
      <SecondaryTiles picture={picture} />
      <div class="overview-two">
        <Matrix picture={picture} />
        <Publications picture={picture} />
      </div>
    </>
  );
}
