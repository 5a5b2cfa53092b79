package localcloud

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRegions(t *testing.T) {
	for region, prefix := range map[string]string{
		"ap-east-2": "ape2", "ap-southeast-5": "apse5", "ap-southeast-6": "apse6", "ap-southeast-7": "apse7", "mx-central-1": "mxc1",
	} {
		cloud, err := New(Options{Region: region})
		require.NoError(t, err)
		require.NoError(t, cloud.Close())
		zones := zonesOf(home, region)
		require.Len(t, zones, 3)
		assert.Equal(t, region+"a", zones[0].name)
		assert.Regexp(t, "^"+prefix+"-az[123]$", zones[0].id)
	}
	for _, region := range []string{"us-gov-west-1", "cn-north-1"} {
		_, err := New(Options{Region: region})
		require.ErrorContains(t, err, `the simulation has no Region "`+region+`"; it has those of AWS's partition aws, neither China's nor GovCloud's: af-south-1, `)
	}
}
